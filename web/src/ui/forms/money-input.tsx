import { type ComponentProps, useState } from "react";
import { cx } from "../cx.ts";
import { useFormats } from "../format/format-context.tsx";
import { editableMoney, parseMoney } from "../format/parse-money.ts";
import { Input } from "./input.tsx";

/** What `MoneyInput` takes beyond the native attributes. */
export interface MoneyInputProps extends Omit<ComponentProps<typeof Input>, "value" | "onChange"> {
  amount: number | null;
  currency: string;
  /** Called at each key press: null for an empty box, "invalid" for what is no amount. */
  onAmount: (amount: number | null | "invalid") => void;
}

/** Takes an amount as people type it here and gives minor units. Keeps their text while they type. */
export function MoneyInput({ amount, currency, onAmount, className, ...rest }: MoneyInputProps) {
  const { locale } = useFormats();
  const [text, setText] = useState(() =>
    amount === null ? "" : editableMoney(amount, currency, locale),
  );
  return (
    <span className="relative block">
      <Input
        inputMode="decimal"
        autoComplete="off"
        {...rest}
        className={cx("pe-12 text-end", className)}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const empty = event.target.value.trim() === "";
          onAmount(empty ? null : (parseMoney(event.target.value, currency, locale) ?? "invalid"));
        }}
      />
      <span className="pointer-events-none absolute inset-y-0 end-2.5 grid place-items-center text-xs text-ink-3">
        {currency}
      </span>
    </span>
  );
}
