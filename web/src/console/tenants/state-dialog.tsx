import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Radios } from "@/ui/forms/radios.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { TenantEntry, TenantState } from "../generated/types.gen.ts";
import { useStateWords } from "./tenant-words.ts";
import { changeTenant, keepTenant } from "./tenants.ts";

/** Moves a tenant to another state of its life: what each does is said before it is chosen, and each can be taken back. */
export function StateDialog({ tenant, onClose }: { tenant: TenantEntry; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useStateWords();
  const [reason, setReason] = useState("");
  const details: Record<TenantState, string> = {
    active: t`Its people work, and find everything as they left it.`,
    read_only: t`Its people sign in, look at everything and export it; pages say so, and whatever would change something is refused.`,
    suspended: t`Nobody gets in: its pages say that the workspace is suspended, and its API and its keys are refused. Nothing is lost.`,
  };
  const states = (Object.keys(details) as TenantState[]).filter((one) => one !== tenant.state);
  const [state, setState] = useState<TenantState>(states[0] ?? "active");
  const changing = useMutation({
    mutationFn: () => changeTenant(tenant, { state, reason: reason.trim() || null }),
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
      fields={["reason"]}
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
      <Field
        label={t`Reason`}
        hint={t`For you and the other operators; the tenant does not see it.`}
        error={fieldError(changing.error, "reason")}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
