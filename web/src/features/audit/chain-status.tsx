import { Trans, useLingui } from "@lingui/react/macro";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { ChainState } from "@/api/generated/types.gen.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { CopyField } from "@/ui/forms/copy-field.tsx";
import { FINDING_WORDS } from "./audit-words.ts";

/** How a chain stands: until when the log is sealed, what came of the last check, and the head to be noted elsewhere. */
export function ChainStatus({ chain, action }: { chain: ChainState; action?: ReactNode }) {
  const { t, i18n } = useLingui();
  const { finding, head } = chain;
  const Icon = finding ? ShieldAlert : ShieldCheck;
  return (
    <section aria-label={t`Seals of the log`} className="grid gap-3">
      {finding ? (
        <Notice tone="bad">
          {i18n._(FINDING_WORDS[finding.kind])}{" "}
          {finding.event ? (
            <Trans>
              It is event <bdi>{finding.event}</bdi>.
            </Trans>
          ) : null}{" "}
          {finding.seal ? <Trans>It is about seal {finding.seal}.</Trans> : null}{" "}
          <Trans>Whoever runs this installation finds what to do in docs/audit.md.</Trans>
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Icon
          aria-hidden="true"
          className={finding ? "size-5 shrink-0 text-bad" : "size-5 shrink-0 text-ok"}
        />
        <div className="min-w-0 flex-1 basis-64">
          <Sealed chain={chain} />
          <div className="text-sm text-ink-3">
            <CheckedText chain={chain} />
          </div>
        </div>
        {action}
      </div>
      {head ? (
        <details>
          <summary className="w-fit rounded-s text-sm text-ink-2 hover:text-ink touch:py-3">{t`The head of the chain`}</summary>
          <div className="grid max-w-2xl gap-1 pt-2">
            <CopyField
              label={t`Hash of seal ${chain.seals}`}
              value={head}
              hint={t`Note it outside of this installation: then nobody can write the log anew without it being seen.`}
            />
          </div>
        </details>
      ) : null}
    </section>
  );
}

function Sealed({ chain }: { chain: ChainState }) {
  const formats = useFormats();
  if (!chain.sealed_at)
    return <Trans>Nothing is sealed yet. The worker seals within a minute.</Trans>;
  const moment = formats.moment(chain.sealed_at);
  return <Trans>Sealed until {moment}</Trans>;
}

function CheckedText({ chain }: { chain: ChainState }) {
  const formats = useFormats();
  if (!chain.checked_at) return <Trans>Not checked yet</Trans>;
  const moment = formats.moment(chain.checked_at);
  const events = formats.number(chain.checked_events ?? 0);
  return chain.finding ? (
    <Trans>Checked {moment}: something is wrong</Trans>
  ) : (
    <Trans>
      Checked {moment}: {events} events as they were written
    </Trans>
  );
}
