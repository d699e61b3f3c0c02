import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { compareText } from "@/i18n/i18n.ts";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { Input } from "@/ui/forms/input.tsx";
import { Select, type SelectOption } from "@/ui/forms/select.tsx";
import { type AuditSearch, isNarrowed } from "./audit-search.ts";
import { ACTION_WORDS } from "./audit-words.ts";

const ALL = "all";

/** What of a log is shown: who, what, and when. */
export function AuditFilter({
  search,
  people,
  nouns,
  onChange,
}: {
  search: AuditSearch;
  people: SelectOption[];
  nouns: Record<string, MessageDescriptor>;
  onChange: (search: AuditSearch) => void;
}) {
  const { t } = useLingui();
  const set = (change: AuditSearch) => onChange({ ...search, ...change });
  return (
    <search className="flex flex-wrap items-center gap-2">
      <One
        label={t`Who did it`}
        all={t`Anybody`}
        value={search.by}
        options={people}
        onChange={(by) => set({ by })}
      />
      <One
        label={t`To what`}
        all={t`Anything`}
        value={search.noun}
        options={useWords(nouns)}
        onChange={(noun) => set({ noun })}
      />
      <One
        label={t`What was done`}
        all={t`Any action`}
        value={search.action}
        options={useWords(ACTION_WORDS)}
        onChange={(action) => set({ action })}
        className="max-sm:w-full"
      />
      <Day label={t`From`} value={search.from} onChange={(from) => set({ from })} />
      <Day label={t`Until`} value={search.to} onChange={(to) => set({ to })} />
      {isNarrowed(search) ? (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange({})}
        >{t`Clear the filter`}</Button>
      ) : null}
    </search>
  );
}

function useWords(words: Record<string, MessageDescriptor>): SelectOption[] {
  const { i18n } = useLingui();
  const options = Object.entries(words).map(([value, word]) => ({ value, label: i18n._(word) }));
  return options.sort((a, b) => compareText(a.label, b.label));
}

function One({
  label,
  all,
  value,
  options,
  onChange,
  className = "max-sm:w-[calc(50%-.25rem)]",
}: {
  label: string;
  all: string;
  value: string | undefined;
  options: SelectOption[];
  onChange: (value: string | undefined) => void;
  className?: string;
}) {
  return (
    <div className={cx("w-44", className)}>
      <Select
        aria-label={label}
        value={value ?? ALL}
        options={[{ value: ALL, label: all }, ...options]}
        onChange={(chosen) => onChange(chosen === ALL ? undefined : chosen)}
        className="h-8"
      />
    </div>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-1.5 text-sm text-ink-2 max-sm:w-[calc(50%-.25rem)] max-sm:flex-col max-sm:items-start">
      <label htmlFor={id} className="shrink-0">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
        className="h-8 w-36 max-sm:w-full"
      />
    </div>
  );
}
