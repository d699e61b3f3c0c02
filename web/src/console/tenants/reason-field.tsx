import { useLingui } from "@lingui/react/macro";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";

/** Why something is done with a tenant: for the operators' log. */
export function ReasonField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (reason: string) => void;
}) {
  const { t } = useLingui();
  return (
    <Field
      label={t`Reason`}
      hint={t`For you and the other operators; the tenant does not see it.`}
      error={error}
    >
      {(control) => (
        <Input
          {...control}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
