import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { CustomField, Noun } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { TrashedList } from "@/features/settings/trashed-list.tsx";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { SortableList } from "@/ui/reorder/sortable-list.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { customFieldsQuery, trashedFieldsQuery } from "./custom-fields.ts";
import { changeField, useFieldChange } from "./field-calls.ts";
import { FieldDialog } from "./field-dialog.tsx";
import { NOUN_WORDS } from "./field-kinds.ts";
import { FieldRow, useRestoreField } from "./field-row.tsx";
import { FIELD_NOUNS, fieldsHref } from "./fields-search.ts";

/** The custom fields of each noun: read by everybody, defined by administrators. */
export function CustomFieldsPage({ noun }: { noun: Noun }) {
  return (
    <SettingsGate place="custom-fields">
      <CustomFields key={noun} noun={noun} />
    </SettingsGate>
  );
}

function CustomFields({ noun }: { noun: Noun }) {
  const { t, i18n } = useLingui();
  const may = useCan("custom_fields.manage");
  const [making, setMaking] = useState(false);
  const fields = useQuery(customFieldsQuery(noun));
  const count = fields.data?.length ?? 0;
  const make = may ? (
    <Button
      variant="primary"
      icon={<Plus className="size-4" aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t`New field`}
    </Button>
  ) : null;
  return (
    <SettingsPage
      place="custom-fields"
      summary={
        count > 0 ? (
          <Trans>
            <Figure>{count}</Figure> <Plural value={count} one="field" other="fields" />
          </Trans>
        ) : null
      }
      actions={count > 0 ? make : null}
      tabs={
        <IndexTabs
          label={t`Fields of`}
          current={noun}
          tabs={FIELD_NOUNS.map((id) => ({
            id,
            label: i18n._(NOUN_WORDS[id]),
            href: fieldsHref(id),
          }))}
        />
      }
    >
      {may ? null : <Notice>{t`Administrators change these.`}</Notice>}
      {fields.error ? (
        <ErrorState title={t`The fields could not be loaded`} onRetry={() => fields.refetch()}>
          {messageOf(fields.error)}
        </ErrorState>
      ) : !fields.data ? (
        <SkeletonLines count={4} label={t`Loading the fields`} />
      ) : count === 0 ? (
        <EmptyState title={t`No fields of your own yet`} action={make}>
          <Trans>
            A field of your own stands on every record, as a column in lists, in filters, in files
            and in the API.
          </Trans>
        </EmptyState>
      ) : (
        <FieldList noun={noun} fields={fields.data} may={may} />
      )}
      {may ? <FieldTrash noun={noun} /> : null}
      {making ? <FieldDialog noun={noun} onClose={() => setMaking(false)} /> : null}
    </SettingsPage>
  );
}

function FieldList({ noun, fields, may }: { noun: Noun; fields: CustomField[]; may: boolean }) {
  const { i18n } = useLingui();
  const { queryKey } = customFieldsQuery(noun);
  const moving = useFieldChange(noun, {
    send: ({ field, to }: { field: CustomField; to: number }, client) => {
      const known = client.getQueryData(queryKey)?.find(({ id }) => id === field.id);
      return changeField(field.id, (known ?? field).version, { position: to });
    },
    foresee: (all, { field, to }) => {
      const rest = all.filter(({ id }) => id !== field.id);
      return rest.toSpliced(to, 0, field).map((one, position) => ({ ...one, position }));
    },
    onDone: ({ id, version }, _, client) =>
      void client.setQueryData(queryKey, (all) =>
        all?.map((one) => (one.id === id ? { ...one, version } : one)),
      ),
    about: ({ field }) => ({ id: field.id, name: field.label }),
  });
  const onMove = (field: CustomField, to: number) => moving.mutate({ field, to });
  return (
    <SortableList
      label={i18n._(NOUN_WORDS[noun])}
      items={fields}
      keyOf={({ id }) => id}
      nameOf={({ label }) => label}
      onMove={may ? onMove : undefined}
    >
      {(field, at) => (
        <FieldRow field={field} at={at} last={at === fields.length - 1} may={may} onMove={onMove} />
      )}
    </SortableList>
  );
}

function FieldTrash({ noun }: { noun: Noun }) {
  const restore = useRestoreField(noun);
  const all = useQuery(trashedFieldsQuery(noun)).data ?? [];
  const trashed = all.filter(({ trashed_at }) => trashed_at);
  return (
    <TrashedList
      items={trashed.map((field) => ({ ...field, name: field.label }))}
      onRestore={(field) => restore.mutate(field)}
    />
  );
}
