import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import type { FirstSteps as Steps } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { SamplesLine } from "./samples-line.tsx";

const KEY = ["first-steps"];

interface Step {
  done: boolean;
  words: string;
  href: string;
}

/** The way to the first won deal, from what is true on the server. Gone when all is done or it is put aside. */
export function FirstSteps() {
  const { t } = useLingui();
  const client = useQueryClient();
  const invites = useCan("users.manage");
  const sells = useCan("deals.create");
  const tidies = useCan("samples.manage");
  const steps = useQuery({
    queryKey: KEY,
    enabled: sells,
    // Whoever comes back from a step wants to see it done.
    staleTime: 0,
    queryFn: ({ signal }) => request<Steps>("/api/first-steps", { signal }),
  }).data;
  const dismiss = useMutation({
    mutationFn: () => request<void>("/api/first-steps", { method: "DELETE" }),
    onSuccess: () =>
      client.setQueryData<Steps>(KEY, (known) => known && { ...known, dismissed: true }),
  });
  if (!steps) return null;
  const samples = tidies && steps.samples ? <SamplesLine /> : null;
  if (steps.dismissed || steps.won) return samples && <div className="mt-4">{samples}</div>;
  const list: Step[] = [
    { done: steps.verified, words: t`Confirm your e-mail address`, href: "/profile" },
    { done: steps.records, words: t`Write down a lead, or import your own`, href: "/leads" },
    ...(invites
      ? [{ done: steps.colleagues, words: t`Invite a colleague`, href: "/settings/people" }]
      : []),
    { done: steps.deal, words: t`Put a deal on the pipeline`, href: "/pipeline" },
    { done: steps.activity, words: t`Log a call, or plan the next step`, href: "/activities" },
    { done: steps.won, words: t`Win your first deal`, href: "/pipeline" },
  ];
  const done = list.filter((step) => step.done).length;
  const next = list.find((step) => !step.done);
  return (
    <section
      aria-label={t`First steps`}
      className="my-5 grid gap-3 rounded-l border border-line bg-paper p-4 md:p-5"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="font-display text-xl font-medium">{t`To your first won deal`}</h2>
        <span className="order-last basis-full text-sm text-ink-3 md:order-none md:basis-auto">
          <Trans>
            {done} of {list.length} done
          </Trans>
        </span>
        <Button
          variant="ghost"
          size="sm"
          className="ms-auto"
          busy={dismiss.isPending}
          onClick={() => dismiss.mutate()}
        >
          {t`Put aside`}
        </Button>
      </div>
      <ol className="grid gap-x-6 md:grid-cols-2">
        {list.map((step) => (
          <StepLine key={step.words} step={step} next={step === next} />
        ))}
      </ol>
      {samples ? <div className="border-t border-line pt-3">{samples}</div> : null}
    </section>
  );
}

function StepLine({ step, next }: { step: Step; next: boolean }) {
  const { t } = useLingui();
  return (
    <li className="flex min-h-9 items-center gap-2.5 touch:min-h-11">
      <span
        aria-hidden="true"
        className={cx(
          "grid size-5 shrink-0 place-items-center rounded-full border",
          step.done ? "border-ok bg-ok-soft text-ok" : "border-line-strong",
        )}
      >
        {step.done ? <Check className="size-3.5" /> : null}
      </span>
      {step.done ? (
        <span className="text-ink-3 line-through">
          {step.words}
          <span className="sr-only"> {t`(done)`}</span>
        </span>
      ) : (
        <a href={step.href} className={cx("hover:underline", next && "marked font-semibold")}>
          {step.words}
        </a>
      )}
    </li>
  );
}
