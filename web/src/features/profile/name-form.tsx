import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { User } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { peopleQuery } from "@/features/people/people.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { sessionQuery } from "@/features/session/session.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { toast } from "@/ui/overlay/toast.tsx";

/** The name that colleagues see, and the address that one signs in with. */
export function NameForm() {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  const saving = useMutation({
    mutationFn: (name: string) =>
      request<User>("/api/profile", { method: "PATCH", body: { name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey });
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      toast(t`Your name is saved`);
    },
  });
  const confirming = useMutation({
    mutationFn: () => request<void>("/api/verification", { method: "POST" }),
    onSuccess: () => toast(t`A mail is on its way to ${user.email}`),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    saving.mutate(String(new FormData(event.currentTarget).get("name")));
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t`Your name`} className="grid gap-4">
      <Field
        label={t`Name`}
        required
        error={
          fieldError(saving.error, "name") ?? (saving.error ? messageOf(saving.error) : undefined)
        }
      >
        {(control) => (
          <Input {...control} name="name" defaultValue={user.name} autoComplete="name" />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <bdi className="text-ink-2">{user.email}</bdi>
        {user.verified ? (
          <Chip tone="ok">{t`Confirmed`}</Chip>
        ) : (
          <>
            <Chip tone="warn">{t`Not confirmed`}</Chip>
            <Button size="sm" busy={confirming.isPending} onClick={() => confirming.mutate()}>
              {t`Send the mail again`}
            </Button>
          </>
        )}
      </div>
      <div>
        <Button type="submit" busy={saving.isPending}>{t`Save the name`}</Button>
      </div>
    </form>
  );
}
