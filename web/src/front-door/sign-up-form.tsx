import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { SignUp } from "@/api/generated/types.gen.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { NewPasswordField } from "@/features/session/new-password-field.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import type { Door } from "./door.ts";
import { PlaceFields } from "./place-fields.tsx";
import { SlugField } from "./slug-field.tsx";
import { useSlug } from "./use-slug.ts";

const FIELDS = ["workspace", "slug", "name", "email", "password", "time_zone", "currency"];

/** What the form asks for. */
export interface SignUpFormProps {
  door: Door;
  busy: boolean;
  error: Error | null;
  onSubmit: (body: SignUp, samples: boolean) => void;
}

/** Everything that a new workspace needs, on one card. */
export function SignUpForm({ door, busy, error, onSubmit }: SignUpFormProps) {
  const { t } = useLingui();
  const form = useRef<HTMLFormElement>(null);
  const [workspace, setWorkspace] = useState("");
  const [known, setKnown] = useState<Record<string, string>>({});
  const slug = useSlug(workspace);
  const wrong = (field: string) => fieldError(error, field);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "");
    const body = {
      workspace: workspace.trim(),
      slug: slug.value,
      name: text("name").trim(),
      email: text("email").trim(),
      password: text("password"),
      time_zone: text("time_zone"),
      currency: text("currency"),
    };
    onSubmit(body, given.has("samples"));
  }
  const knows = (name: string) => (event: { target: HTMLInputElement }) =>
    setKnown({ ...known, [name]: event.target.value });
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={t`Make a workspace`}
      className="grid gap-x-5 gap-y-4 sm:grid-cols-2"
    >
      {error && !FIELDS.some(wrong) ? (
        <div className="sm:col-span-2">
          <Notice tone="bad">{messageOf(error)}</Notice>
        </div>
      ) : null}
      <Field label={t`Name of the workspace`} required error={wrong("workspace")}>
        {(control) => (
          <Input
            {...control}
            name="workspace"
            autoComplete="organization"
            autoFocus
            maxLength={120}
            value={workspace}
            onChange={(event) => setWorkspace(event.target.value)}
          />
        )}
      </Field>
      <SlugField door={door} slug={slug} error={wrong("slug")} />
      <Field label={t`Your name`} required error={wrong("name")}>
        {(control) => (
          <Input {...control} name="name" autoComplete="name" onChange={knows("name")} />
        )}
      </Field>
      <Field label={t`E-mail`} required error={wrong("email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            spellCheck={false}
            onChange={knows("email")}
          />
        )}
      </Field>
      <div className="sm:col-span-2">
        <NewPasswordField
          error={wrong("password")}
          known={[...Object.values(known), workspace, slug.value]}
        />
      </div>
      <PlaceFields zoneError={wrong("time_zone")} currencyError={wrong("currency")} />
      <div className="sm:col-span-2">
        <Checkbox
          name="samples"
          defaultChecked
          label={t`Begin with sample records, which you can remove at any time`}
        />
      </div>
      <Button type="submit" variant="primary" busy={busy} className="h-9.5 sm:col-span-2">
        {t`Make the workspace`}
      </Button>
    </form>
  );
}
