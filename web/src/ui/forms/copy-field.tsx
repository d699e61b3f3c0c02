import { useLingui } from "@lingui/react/macro";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "../button.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

/** A text that is there to be taken along: chosen whole by a click, copied by a press. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="flex items-center gap-2">
          <Input
            {...control}
            readOnly
            dir="ltr"
            value={value}
            className="font-mono text-sm"
            onFocus={(event) => event.target.select()}
          />
          <Button
            icon={
              copied ? (
                <Check className="size-4" aria-hidden="true" />
              ) : (
                <Copy className="size-4" aria-hidden="true" />
              )
            }
            onClick={() => {
              void navigator.clipboard?.writeText(value).then(() => setCopied(true));
            }}
          >
            {copied ? t`Copied` : t`Copy`}
          </Button>
          <span role="status" className="sr-only">
            {copied ? t`Copied` : ""}
          </span>
        </div>
      )}
    </Field>
  );
}
