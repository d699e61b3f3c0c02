import { useLingui } from "@lingui/react/macro";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";

/** What the authenticator app shows. */
export function CodeField({ hint, error }: { hint?: string; error?: string }) {
  const { t } = useLingui();
  return (
    <Field label={t`Code of your app`} required hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          dir="ltr"
          className="font-mono tracking-widest"
        />
      )}
    </Field>
  );
}
