import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "@/features/session/session-context.tsx";
import { cx } from "@/ui/cx.ts";
import { type ImportNoun, NOUNS, type NounName } from "./import-nouns.ts";
import { templateHref } from "./template.ts";

/** What does the file hold? Six cards, one of which is chosen; each shows headings that go with it. */
export function NounChoice({
  value,
  onChange,
  disabled,
  hint,
}: {
  value: NounName | null;
  onChange: (noun: NounName) => void;
  disabled: boolean;
  hint: string | null;
}) {
  const { t } = useLingui();
  const permissions: readonly string[] = useSession().permissions;
  return (
    <fieldset className="grid gap-2" disabled={disabled}>
      <legend className="pb-1 font-display text-lg font-medium">{t`What does the file hold?`}</legend>
      <p className="text-sm text-ink-2" aria-live="polite">
        {hint ?? (
          <Trans>
            Several files? In this order each one finds what it names: a deal knows its owner,
            product and company by their names.
          </Trans>
        )}
      </p>
      <div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {NOUNS.map((noun) => (
          <NounCard
            key={noun.name}
            noun={noun}
            chosen={noun.name === value}
            allowed={noun.permissions.every((permission) => permissions.includes(permission))}
            onChoose={() => onChange(noun.name)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function NounCard({
  noun,
  chosen,
  allowed,
  onChoose,
}: {
  noun: ImportNoun;
  chosen: boolean;
  allowed: boolean;
  onChoose: () => void;
}) {
  const { t, i18n } = useLingui();
  const label = i18n._(noun.label);
  return (
    <div
      className={cx(
        "relative grid content-start gap-1 rounded-m border p-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        chosen ? "border-accent bg-accent-soft" : "border-line bg-surface",
        allowed && !chosen && "hover:border-line-strong",
      )}
    >
      <label className={cx("flex items-start gap-2.5", allowed && "cursor-pointer")}>
        <input
          type="radio"
          name="noun"
          value={noun.name}
          checked={chosen}
          disabled={!allowed}
          onChange={onChoose}
          className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none after:absolute after:inset-0"
        />
        <span className="grid gap-0.5">
          <span className="text-base font-semibold">{label}</span>
          <span className="text-sm text-ink-2">
            {allowed ? i18n._(noun.about) : t`Only administrators import these.`}
          </span>
        </span>
      </label>
      {allowed ? (
        <p className="ps-6.5 text-xs text-ink-2">
          <bdi>{noun.template.headings.join(", ")}</bdi>{" "}
          <a
            href={templateHref(noun)}
            download={`${noun.name}.csv`}
            aria-label={t`Template for ${label}`}
            className="relative z-1 font-medium text-accent underline-offset-2 hover:underline touch:inline-block touch:py-2"
          >
            <Trans>Template</Trans>
          </a>
        </p>
      ) : null}
    </div>
  );
}
