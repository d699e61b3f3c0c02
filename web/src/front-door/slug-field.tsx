import { useLingui } from "@lingui/react/macro";
import { cx } from "@/ui/cx.ts";
import { Field } from "@/ui/forms/field.tsx";
import { inputClass } from "@/ui/forms/input.tsx";
import { addressOf, type Door } from "./door.ts";
import type { Slug } from "./use-slug.ts";

/** The workspace's address, whether it can be had, and one that can when it cannot. */
export function SlugField({ door, slug, error }: { door: Door; slug: Slug; error?: string }) {
  const { t } = useLingui();
  const { value, choose, answer } = slug;
  const address = addressOf(door, value);
  const why = {
    malformed: t`3 to 40 small letters and digits, with hyphens between them.`,
    reserved: t`This address is reserved.`,
    taken: t`This address is taken, or looks like one that is.`,
  };
  const wrong = answer?.reason ? why[answer.reason as keyof typeof why] : undefined;
  const free = answer?.free ? t`${address} is free.` : undefined;
  const suggestion = answer?.suggestion;
  return (
    <Field
      label={t`Address`}
      required
      error={wrong ?? (free ? undefined : error)}
      hint={free ? <span className="text-ok">{free}</span> : t`Where you and your team sign in.`}
      aside={
        suggestion ? (
          <button
            type="button"
            className="text-sm font-medium text-accent underline underline-offset-2"
            onClick={() => choose(suggestion)}
          >
            {t`Take ${suggestion}`}
          </button>
        ) : null
      }
    >
      {(control) => (
        <span
          dir="ltr"
          className={cx(
            inputClass,
            "flex h-8.5 items-center has-focus-visible:outline-2 has-focus-visible:outline-focus touch:h-11",
            control["aria-invalid"] && "border-bad",
          )}
        >
          <input
            {...control}
            name="slug"
            value={value}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            className="min-w-0 flex-1 self-stretch bg-transparent outline-none"
            onChange={(event) => choose(event.target.value.toLowerCase())}
          />
          <span className="shrink-0 ps-1 text-sm text-ink-3">{addressOf(door, "")}</span>
          <span role="status" className="sr-only">
            {wrong ?? free}
          </span>
        </span>
      )}
    </Field>
  );
}
