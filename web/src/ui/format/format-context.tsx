import { createContext, type ReactNode, use, useMemo } from "react";
import { createFormats, type FormatSettings, type Formats, type Money } from "./formats.ts";
import { relativeDay, relativeMoment } from "./relative.ts";
import { useNow } from "./use-now.ts";

const FormatContext = createContext<Formats>(
  createFormats({ locale: "en", timeZone: "UTC", currency: "USD" }),
);

/** Gives everything below the workspace's way of writing money, numbers and dates. */
export function FormatProvider({
  locale,
  timeZone,
  currency,
  children,
}: FormatSettings & { children: ReactNode }) {
  const formats = useMemo(
    () => createFormats({ locale, timeZone, currency }),
    [locale, timeZone, currency],
  );
  return <FormatContext value={formats}>{children}</FormatContext>;
}

/** The workspace's formatters. */
export function useFormats(): Formats {
  return use(FormatContext);
}

/** An amount of money in its currency. `short` for headings: €4.21M, with the exact one in its title. */
export function MoneyText({ value, short }: { value: Money; short?: boolean }) {
  const formats = useFormats();
  return short ? (
    <data value={value.amount} title={formats.money(value)}>
      {formats.moneyShort(value)}
    </data>
  ) : (
    formats.money(value)
  );
}

/** A calendar date; `relative` says "Tomorrow" while it is near. */
export function DateText({ value, relative }: { value: string; relative?: boolean }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={value} title={relative ? formats.date(value) : undefined}>
      {relative ? relativeDay(formats, value, now) : formats.date(value)}
    </time>
  );
}

/** An instant, told as one would say it; the exact moment is its title. */
export function MomentText({ value }: { value: string }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={value} title={formats.moment(value)}>
      {relativeMoment(formats, value, now)}
    </time>
  );
}
