import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Radios } from "@/ui/forms/radios.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { TenantEntry, TenantState } from "../generated/types.gen.ts";
import { ReasonField } from "./reason-field.tsx";
import { useStateWords } from "./tenant-words.ts";
import { changeTenant, keepTenant } from "./tenants.ts";

/** What a trial usually lasts. */
const TRIAL_DAYS = 14;

/* A day of this browser's calendar, so many from today. */
function dayFrom(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Moves a tenant to another state of its life: what each does is said before it is chosen, and each can be taken back. */
export function StateDialog({ tenant, onClose }: { tenant: TenantEntry; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useStateWords();
  const [reason, setReason] = useState("");
  const details: Record<TenantState, string> = {
    trial: t`Its people work until the day that you choose. Then everything can be read and exported, and nothing changed, until you decide.`,
    active: t`Its people work, and find everything as they left it.`,
    read_only: t`Its people sign in, look at everything and export it; pages say so, and whatever would change something is refused.`,
    suspended: t`Nobody gets in: its pages say that the workspace is suspended, and its API and its keys are refused. Nothing is lost.`,
  };
  const states = (Object.keys(details) as TenantState[]).filter(
    // a trial is lengthened by beginning one more
    (one) => one !== tenant.state || one === "trial",
  );
  const [state, setState] = useState<TenantState>(
    states.find((one) => one !== "trial") ?? "active",
  );
  const [ends, setEnds] = useState(() => dayFrom(TRIAL_DAYS));
  const changing = useMutation({
    mutationFn: () =>
      changeTenant(tenant, {
        state,
        reason: reason.trim() || null,
        ...(state === "trial" &&
          ends && { trial_ends_at: new Date(`${ends}T23:59:59`).toISOString() }),
      }),
    onSuccess: async (page) => {
      await keepTenant(client, page);
      const now = words(page.tenant.state).text;
      toast(`${tenant.name}: ${now}`);
      onClose();
    },
  });
  return (
    <CreateDialog
      title={t`Change the state of ${tenant.name}`}
      submit={t`Change the state`}
      busy={changing.isPending}
      error={changing.error}
      fields={["reason", "trial_ends_at"]}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <Radios
        legend={t`State`}
        value={state}
        onChange={setState}
        options={states.map((value) => ({
          value,
          label: words(value).text,
          detail: details[value],
        }))}
      />
      {state === "trial" ? (
        <Field
          label={t`The trial ends on`}
          required
          error={fieldError(changing.error, "trial_ends_at")}
        >
          {(control) => (
            <Input
              {...control}
              type="date"
              min={dayFrom(1)}
              max={dayFrom(365)}
              value={ends}
              onChange={(event) => setEnds(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <ReasonField
        value={reason}
        error={fieldError(changing.error, "reason")}
        onChange={setReason}
      />
    </CreateDialog>
  );
}
