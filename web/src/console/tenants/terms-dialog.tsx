import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useModuleText } from "@/features/plan/plan.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { TenantEntry } from "../generated/types.gen.ts";
import { MODULES, ModuleChoice } from "../plans/module-choice.tsx";
import { plansQuery } from "../plans/plans.ts";
import { ReasonField } from "./reason-field.tsx";
import { changeTenant, keepTenant } from "./tenants.ts";

/** Gives a tenant another plan, parts of the product that differ from it, and a brake. */
export function TermsDialog({ tenant, onClose }: { tenant: TenantEntry; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moduleText = useModuleText();
  const plans = useQuery(plansQuery).data ?? [];
  const [plan, setPlan] = useState(tenant.plan);
  const [switched, setSwitched] = useState<readonly string[]>(tenant.modules_switched);
  const [throttle, setThrottle] = useState(tenant.throttle ? String(tenant.throttle) : "");
  const [reason, setReason] = useState("");
  const planned = plans.find(({ id }) => id === plan)?.modules_off ?? [];
  const isOff = (module: string) => planned.includes(module) !== switched.includes(module);
  const changing = useMutation({
    mutationFn: () =>
      changeTenant(tenant, {
        plan,
        modules_switched: MODULES.filter((module) => switched.includes(module)).sort(),
        throttle: throttle.trim() === "" ? null : Number(throttle) || 0,
        reason: reason.trim() || null,
      }),
    onSuccess: async (page) => {
      await keepTenant(client, page);
      toast(t`The terms of ${tenant.name} are changed`);
      onClose();
    },
  });
  return (
    <CreateDialog
      title={t`Change the plan of ${tenant.name}`}
      submit={t`Change the plan`}
      busy={changing.isPending}
      error={changing.error}
      fields={["plan", "throttle", "reason"]}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <Field
        label={t`Plan`}
        hint={t`Its figures hold with the next request. What is beyond a bound stays; nothing more is added.`}
        error={fieldError(changing.error, "plan")}
      >
        {(control) => (
          <Select
            {...control}
            value={plan}
            onChange={setPlan}
            options={plans.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <ModuleChoice
        legend={t`This tenant has`}
        isOn={(module) => !isOff(module)}
        text={moduleText}
        onChange={(module) =>
          setSwitched(
            switched.includes(module)
              ? switched.filter((one) => one !== module)
              : [...switched, module],
          )
        }
      />
      <Field
        label={t`Brake: requests a minute`}
        hint={t`Slows this tenant alone, from 30 a minute on; leave it empty to let it go.`}
        error={fieldError(changing.error, "throttle")}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            placeholder={t`No brake`}
            value={throttle}
            onChange={(event) => setThrottle(event.target.value)}
          />
        )}
      </Field>
      <ReasonField
        value={reason}
        error={fieldError(changing.error, "reason")}
        onChange={setReason}
      />
    </CreateDialog>
  );
}
