import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { cx } from "@/ui/cx.ts";
import { Field } from "@/ui/forms/field.tsx";
import { inputClass } from "@/ui/forms/input.tsx";
import { COMMON, currencyOf } from "./currency.ts";

function currencies(): string[] {
  const all = Intl.supportedValuesOf("currency");
  return [...COMMON, ...all.filter((code) => !COMMON.includes(code))];
}

function zones(own: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes(own) ? all : [own, ...all];
}

const selectClass = cx(inputClass, "h-9 touch:h-11");

/** Time zone and currency: native lists, which a phone shows best; the browser's own zone is chosen already. */
export function PlaceFields({
  zoneError,
  currencyError,
}: {
  zoneError?: string;
  currencyError?: string;
}) {
  const { t, i18n } = useLingui();
  const [own] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
  const [names] = useState(() => new Intl.DisplayNames(i18n.locale, { type: "currency" }));
  return (
    <>
      <Field label={t`Time zone`} error={zoneError}>
        {(control) => (
          <select {...control} name="time_zone" defaultValue={own} className={selectClass}>
            {zones(own).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t`Currency`} error={currencyError}>
        {(control) => (
          <select
            {...control}
            name="currency"
            defaultValue={currencyOf(navigator.language)}
            className={selectClass}
          >
            {currencies().map((code) => (
              <option key={code} value={code}>
                {code} · {names.of(code)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
