import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { cx } from "@/ui/cx.ts";
import { Field } from "@/ui/forms/field.tsx";
import { PasswordInput } from "@/ui/forms/password-input.tsx";
import { type Strength, strengthOf } from "./password-strength.ts";

const TONES: Record<Strength, string> = {
  0: "bg-bad",
  1: "bg-bad",
  2: "bg-warn",
  3: "bg-ok",
  4: "bg-ok",
};

/** A new password, with how strong it looks while it is typed. `known` is what others know about the person. */
export function NewPasswordField({
  error,
  name = "password",
  label,
  known = [],
  autoFocus,
}: {
  error?: string;
  name?: string;
  label?: string;
  known?: readonly string[];
  autoFocus?: boolean;
}) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const strength = strengthOf(typed, known);
  const words = [t`Too short`, t`Weak`, t`Fair`, t`Good`, t`Strong`];
  return (
    <Field
      label={label ?? t`Password`}
      required
      error={error}
      hint={
        typed === "" ? t`At least 10 characters. Several words make a good one.` : words[strength]
      }
    >
      {(control) => (
        <span className="grid gap-1.5">
          <PasswordInput
            {...control}
            name={name}
            autoComplete="new-password"
            autoFocus={autoFocus}
            required
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
          />
          <span className="flex gap-1" aria-hidden="true">
            {[1, 2, 3, 4].map((step) => (
              <span
                key={step}
                className={cx(
                  "h-1 flex-1 rounded-full",
                  typed !== "" && Math.max(strength, 1) >= step ? TONES[strength] : "bg-hover",
                )}
              />
            ))}
          </span>
        </span>
      )}
    </Field>
  );
}
