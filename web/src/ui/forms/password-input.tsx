import { useLingui } from "@lingui/react/macro";
import { Eye, EyeOff } from "lucide-react";
import { type InputHTMLAttributes, type Ref, useState } from "react";
import { Input } from "./input.tsx";

/** A box for a password, which can be looked at while it is typed. */
export function PasswordInput({
  ref,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const { t } = useLingui();
  const [visible, setVisible] = useState(false);
  return (
    <span className="relative block">
      <Input
        {...rest}
        ref={ref}
        type={visible ? "text" : "password"}
        className="pe-10 touch:pe-12"
      />
      <button
        type="button"
        aria-label={visible ? t`Hide the password` : t`Show the password`}
        aria-pressed={visible}
        onClick={() => setVisible(!visible)}
        className="absolute inset-y-0 end-0 grid w-9 place-items-center rounded-m text-ink-3 outline-offset-[-2px] hover:text-ink touch:w-11"
      >
        {visible ? (
          <EyeOff className="size-4" aria-hidden="true" />
        ) : (
          <Eye className="size-4" aria-hidden="true" />
        )}
      </button>
    </span>
  );
}
