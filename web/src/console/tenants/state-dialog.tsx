import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { TenantEntry } from "../generated/types.gen.ts";
import { changeTenant, keepTenant } from "./tenants.ts";

/** Says what suspending a tenant, or letting its people in again, does, before it is done. */
export function StateDialog({ tenant, onClose }: { tenant: TenantEntry; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const suspended = tenant.state === "suspended";
  const changing = useMutation({
    mutationFn: () =>
      changeTenant(tenant, {
        state: suspended ? "active" : "suspended",
        reason: reason.trim() || null,
      }),
    onSuccess: async (page) => {
      await keepTenant(client, page);
      toast(suspended ? t`${tenant.name} works again` : t`${tenant.name} is suspended`);
      onClose();
    },
  });
  return (
    <CreateDialog
      title={suspended ? t`Let ${tenant.name} in again` : t`Suspend ${tenant.name}`}
      submit={suspended ? t`Let in again` : t`Suspend`}
      busy={changing.isPending}
      error={changing.error}
      fields={["reason"]}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <p className="text-ink-2">
        {suspended ? (
          <Trans>Its people sign in again at once, and find everything as they left it.</Trans>
        ) : (
          <Trans>
            From now on nobody gets in: its pages say that the workspace is suspended, and its API
            and its keys are refused. Nothing is lost, and letting it in again takes one click.
          </Trans>
        )}
      </p>
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
