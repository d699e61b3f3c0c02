import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { currencyName, known, ownTimeZone } from "@/i18n/intl.ts";
import { cx } from "@/ui/cx.ts";
import { Field } from "@/ui/forms/field.tsx";
import { inputClass } from "@/ui/forms/input.tsx";
import { COMMON, currencyOf } from "./currency.ts";

function currencies(): string[] {
  const all = known("currency");
  return [...COMMON, ...all.filter((code) => !COMMON.includes(code))];
}

function zones(own: string): string[] {
  const all = known("timeZone");
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
  const [own] = useState(ownTimeZone);
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
                {code} · {currencyName(i18n.locale, code)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
