import { Plural, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useModuleText } from "@/features/plan/plan.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { ConsolePlan, PlanDraft } from "../generated/types.gen.ts";
import { ModuleChoice } from "./module-choice.tsx";
import { changePlan, makePlan, refreshPlans } from "./plans.ts";

const GIGABYTE = 1_000_000_000;

/** Makes a plan, or changes one for all its tenants. */
export function PlanDialog({ plan, onClose }: { plan?: ConsolePlan; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const moduleText = useModuleText();
  const [name, setName] = useState(plan?.name ?? "");
  const [seats, setSeats] = useState(text(plan?.seats_max));
  const [records, setRecords] = useState(text(plan?.records_max));
  const [gigabytes, setGigabytes] = useState(text(plan?.storage_max, GIGABYTE));
  const [requests, setRequests] = useState(text(plan?.requests_max));
  const [trial, setTrial] = useState(text(plan?.trial_days ?? 0));
  const [off, setOff] = useState<readonly string[]>(plan?.modules_off ?? []);
  const [isDefault, setDefault] = useState(plan?.is_default ?? false);
  const saving = useMutation({
    mutationFn: () => {
      const draft: PlanDraft = {
        name: name.trim(),
        seats_max: bound(seats),
        records_max: bound(records),
        storage_max: bound(gigabytes, GIGABYTE),
        requests_max: bound(requests),
        trial_days: bound(trial) ?? 0,
        modules_off: [...off],
        is_default: isDefault,
      };
      return plan ? changePlan(plan, draft) : makePlan(draft);
    },
    onSuccess: async (saved) => {
      await refreshPlans(client);
      toast(t`The plan ${saved.name} is saved`);
      onClose();
    },
  });
  const figures = [
    { field: "seats_max", label: t`Seats`, value: seats, set: setSeats },
    { field: "records_max", label: t`Records`, value: records, set: setRecords },
    { field: "storage_max", label: t`Gigabytes of files`, value: gigabytes, set: setGigabytes },
    { field: "requests_max", label: t`Requests a minute`, value: requests, set: setRequests },
  ];
  return (
    <CreateDialog
      title={plan ? t`Change ${plan.name}` : t`New plan`}
      submit={t`Save the plan`}
      busy={saving.isPending}
      error={saving.error}
      fields={["name", "trial_days", "is_default", ...figures.map(({ field }) => field)]}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <Field label={t`Name`} required error={fieldError(saving.error, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-3.5 sm:grid-cols-2">
        {figures.map(({ field, label, value, set }) => (
          <Field key={field} label={label} error={fieldError(saving.error, field)}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                placeholder={t`No bound`}
                value={value}
                onChange={(event) => set(event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      <Field
        label={t`Days of trial`}
        hint={t`For tenants that are made on this plan. Afterwards they are read-only until you decide.`}
        error={fieldError(saving.error, "trial_days")}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={trial}
            onChange={(event) => setTrial(event.target.value)}
          />
        )}
      </Field>
      <ModuleChoice
        legend={t`Includes`}
        isOn={(module) => !off.includes(module)}
        text={moduleText}
        onChange={(module, on) =>
          setOff(on ? off.filter((one) => one !== module) : [...off, module])
        }
      />
      <div className="grid gap-1">
        <Checkbox
          label={t`Those who sign up get this plan`}
          checked={isDefault}
          onChange={(event) => setDefault(event.target.checked)}
        />
        {fieldError(saving.error, "is_default") ? (
          <p className="text-sm text-bad">{fieldError(saving.error, "is_default")}</p>
        ) : null}
      </div>
      {plan && plan.tenants > 0 ? (
        <p className="text-sm text-ink-2">
          <Plural
            value={plan.tenants}
            one="The change holds for # tenant at once."
            other="The change holds for # tenants at once."
          />
        </p>
      ) : null}
    </CreateDialog>
  );
}

function text(value: number | null | undefined, unit = 1): string {
  return value == null ? "" : String(value / unit);
}

/* Nothing is no bound; what is no number the server refuses at its field. */
function bound(typed: string, unit = 1): number | null {
  const figures = typed.replace(/[\s,.'’]/g, "");
  if (figures === "") return null;
  return /^\d+$/.test(figures) ? Number(figures) * unit : 0;
}
