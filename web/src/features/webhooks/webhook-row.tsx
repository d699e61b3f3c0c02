import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal, Webhook as WebhookMark } from "lucide-react";
import { useState } from "react";
import type { Webhook } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { DeleteWebhookDialog } from "./delete-webhook-dialog.tsx";
import { LogDialog } from "./log-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { changeWebhook, NOUN_WORDS, ping, refreshWebhooks } from "./webhooks.ts";

type Open = "log" | "secret" | "edit" | "delete" | null;

/** A webhook: where it leads, what it is told, how it fares, and what can be done with it. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const on = webhook.state === "active";
  const changing = useMutation({
    mutationFn: () => changeWebhook(webhook, { active: !on }),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
    onSettled: () => refreshWebhooks(client),
  });
  const trying = useMutation({
    mutationFn: () => ping(webhook.id),
    onSuccess: () => {
      void refreshWebhooks(client);
      setOpen("log");
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const events = webhook.events.map((event) =>
    NOUN_WORDS[event] ? i18n._(NOUN_WORDS[event]) : event,
  );
  const name = webhook.description || webhook.url;
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-ink-3">
        <WebhookMark className="size-4" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1 basis-40">
        <div dir="auto" className="truncate font-medium">
          {name}
        </div>
        <div className="truncate text-sm text-ink-3">
          {webhook.description ? <bdi>{webhook.url} · </bdi> : null}
          {events.length > 0 ? enumerate(events) : t`Everything`}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {webhook.state === "failed" ? <Chip tone="bad">{t`Not to be reached`}</Chip> : null}
        {webhook.state === "off" ? <Chip>{t`Off`}</Chip> : null}
        <Button size="sm" aria-label={t`Log of ${name}`} onClick={() => setOpen("log")}>
          {t`Log`}
        </Button>
        <Menu
          trigger={
            <IconButton label={t`More for ${name}`}>
              <MoreHorizontal aria-hidden="true" />
            </IconButton>
          }
        >
          {on ? <MenuItem onSelect={() => trying.mutate()}>{t`Try it`}</MenuItem> : null}
          <MenuItem onSelect={() => setOpen("secret")}>{t`Show the secret`}</MenuItem>
          <MenuItem onSelect={() => setOpen("edit")}>{t`Change`}</MenuItem>
          <MenuItem onSelect={() => changing.mutate()}>
            {on ? t`Switch off` : t`Switch on`}
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => setOpen("delete")}>{t`Delete`}</MenuItem>
        </Menu>
      </div>
      {open === "log" ? <LogDialog webhook={webhook} onClose={close} /> : null}
      {open === "secret" ? <SecretDialog webhook={webhook} onClose={close} /> : null}
      {open === "edit" ? <WebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === "delete" ? <DeleteWebhookDialog webhook={webhook} onClose={close} /> : null}
    </li>
  );
}
