import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Input } from "../forms/input.tsx";
import type { SelectOption } from "../forms/select.tsx";

/* With more choices than this, a box narrows them. */
const MANY = 9;

/** Any number of known values, ticked in a list. */
export function ChoiceValues({
  label,
  options,
  values,
  onValues,
}: {
  label: string;
  options: readonly SelectOption[];
  values: readonly string[];
  onValues: (values: string[]) => void;
}) {
  const { t } = useLingui();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted));
  return (
    <>
      {options.length >= MANY ? (
        <Input
          aria-label={t`Search in ${label}`}
          placeholder={t`Search`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      <fieldset className="-mx-1.5 max-h-64 overflow-y-auto">
        <legend className="sr-only">{label}</legend>
        {shown.map((option) => (
          <label
            key={option.value}
            className="flex h-8 cursor-pointer items-center gap-2 rounded-s px-1.5 hover:bg-hover touch:h-11"
          >
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-(--accent)"
              checked={values.includes(option.value)}
              onChange={(event) =>
                onValues(
                  event.target.checked
                    ? [...values, option.value]
                    : values.filter((value) => value !== option.value),
                )
              }
            />
            {option.before}
            <span className="truncate">{option.label}</span>
          </label>
        ))}
        {shown.length === 0 ? (
          <p className="px-1.5 text-sm text-ink-3">{t`Nothing found`}</p>
        ) : null}
      </fieldset>
    </>
  );
}
