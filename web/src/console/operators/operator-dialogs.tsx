import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Button } from "@/ui/button.tsx";
import { CopyField } from "@/ui/forms/copy-field.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Radios } from "@/ui/forms/radios.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import type { Operator, OperatorRole } from "../generated/types.gen.ts";
import { ROLES, useOperatorRoleDetail, useOperatorRoleText } from "./operator-words.ts";
import { addOperator, beginAnew, refreshOperators } from "./operators.ts";

/** Adds somebody, and gives the link with which they begin. */
export function NewOperatorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const roleText = useOperatorRoleText();
  const roleDetail = useOperatorRoleDetail();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<OperatorRole>("support");
  const adding = useMutation({
    mutationFn: () => addOperator({ name: name.trim(), email: email.trim(), role }),
    onSuccess: () => refreshOperators(client),
  });
  if (adding.data) return <LinkDialog name={name} link={adding.data.link} onClose={onClose} />;
  return (
    <CreateDialog
      title={t`Add an operator`}
      submit={t`Make the link`}
      busy={adding.isPending}
      error={adding.error}
      fields={["name", "email"]}
      onSubmit={() => adding.mutate()}
      onClose={onClose}
    >
      <Field label={t`Name`} required error={fieldError(adding.error, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t`E-mail`} required error={fieldError(adding.error, "email")}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Radios
        legend={t`Role`}
        value={role}
        onChange={setRole}
        options={ROLES.map((value) => ({
          value,
          label: roleText(value),
          detail: roleDetail(value),
        }))}
      />
    </CreateDialog>
  );
}

/** Has somebody begin anew who lost password or device: what it does is said first. */
export function BeginAnewDialog({
  operator,
  onClose,
}: {
  operator: Operator;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const making = useMutation({
    mutationFn: () => beginAnew(operator),
    onSuccess: () => refreshOperators(client),
  });
  if (making.data)
    return <LinkDialog name={operator.name} link={making.data.link} onClose={onClose} />;
  return (
    <CreateDialog
      title={t`A new link for ${operator.name}`}
      submit={t`Make the link`}
      busy={making.isPending}
      error={making.error}
      fields={[]}
      onSubmit={() => making.mutate()}
      onClose={onClose}
    >
      <p className="text-ink-2">
        <Trans>
          Password, device and recovery codes of {operator.name} work no more from now on, and every
          session ends. The link leads to new ones.
        </Trans>
      </p>
    </CreateDialog>
  );
}

function LinkDialog({ name, link, onClose }: { name: string; link: string; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`The link for ${name}`}
      description={t`Hand it over in person, or by a way that you trust: whoever opens it becomes this operator.`}
      footer={<Button variant="primary" onClick={onClose}>{t`Done`}</Button>}
    >
      <CopyField
        label={t`Link`}
        value={link}
        hint={t`It works once, for a day, and is not shown again.`}
      />
    </Dialog>
  );
}
