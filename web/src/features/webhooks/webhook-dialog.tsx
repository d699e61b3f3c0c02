import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Webhook } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { changeWebhook, makeWebhook, NOUN_WORDS, refreshWebhooks } from "./webhooks.ts";

/** Makes a webhook, or changes one: where, what for, and what it is told. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? []);
  const saving = useMutation({
    mutationFn: () => {
      const said = { url: url.trim(), description: description.trim(), events: [...events] };
      return webhook ? changeWebhook(webhook, said) : makeWebhook(said);
    },
    onSuccess: async () => {
      await refreshWebhooks(client);
      onClose();
    },
  });
  return (
    <CreateDialog
      title={webhook ? t`Change the webhook` : t`New webhook`}
      submit={webhook ? t`Save` : t`Make the webhook`}
      busy={saving.isPending}
      error={saving.error}
      fields={["url", "description", "events"]}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <Field
        label={t`Address`}
        required
        hint={t`Where it is told, with https://. A private network cannot be reached.`}
        error={fieldError(saving.error, "url")}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            dir="ltr"
            autoComplete="off"
            placeholder="https://example.com/kontaly"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field label={t`Description`} error={fieldError(saving.error, "description")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <Events events={events} onChange={setEvents} />
    </CreateDialog>
  );
}

function Events(props: { events: readonly string[]; onChange: (events: string[]) => void }) {
  const { t, i18n } = useLingui();
  const { events, onChange } = props;
  // Single events that were chosen over the API stay as they are, each in a line of its own.
  const single = events.filter((event) => !NOUN_WORDS[event]);
  const toggle = (event: string) =>
    onChange(
      events.includes(event) ? events.filter((other) => other !== event) : [...events, event],
    );
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-sm font-medium">{t`It is told what happens to`}</legend>
      <Checkbox label={t`Everything`} checked={events.length === 0} onChange={() => onChange([])} />
      <div className="grid grid-cols-2 gap-x-3 gap-y-1">
        {[...Object.keys(NOUN_WORDS), ...single].map((event) => (
          <Checkbox
            key={event}
            label={NOUN_WORDS[event] ? i18n._(NOUN_WORDS[event]) : event}
            checked={events.includes(event)}
            onChange={() => toggle(event)}
          />
        ))}
      </div>
    </fieldset>
  );
}
