import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { NOBODY, useOwnerOptions } from "@/features/people/owner-options.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Field, type FieldControl } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { columnsOf } from "./mapping.ts";
import { DATE_ORDERS, DECIMAL_MARKS } from "./readings.ts";
import { Section } from "./section.tsx";
import type { ImportView } from "./use-import.ts";
import { MARK_WORDS, ORDER_WORDS } from "./words.ts";

/** What holds for the whole file. Only what this file can need is shown. */
export function Settings({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const { noun } = view.detail;
  const takes = takenKinds(view);
  const owned = view.detail.preview.fields?.some(({ field }) => field === "owner") ?? false;
  const dated = takes.has("date") || takes.has("instant");
  const numbered = takes.has("amount") || takes.has("number");
  const parts = [
    noun === "deals" ? <PipelineSetting key="pipeline" view={view} /> : null,
    owned ? <OwnerSetting key="owner" view={view} /> : null,
    takes.has("amount") ? <CurrencySetting key="currency" view={view} /> : null,
    noun === "deals" ? <LostReasonSetting key="lost" view={view} /> : null,
    noun === "people" ? <DomainSetting key="domain" view={view} /> : null,
    dated ? <DateSetting key="dates" view={view} /> : null,
    numbered ? <MarkSetting key="mark" view={view} /> : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <Section title={t`For the whole file`}>
      <div className="grid gap-4 sm:grid-cols-2">{parts}</div>
    </Section>
  );
}

/* The kinds of value that the mapped columns hold. */
function takenKinds({ detail, mapping }: ImportView): Set<string> {
  const fields = detail.preview.fields ?? [];
  const filled = fields.filter(({ field }) => columnsOf(detail, mapping, field).length > 0);
  return new Set(filled.map(({ takes }) => takes));
}

function PipelineSetting({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  if (pipelines.length < 2) return null;
  return (
    <Field label={t`Pipeline`} hint={t`Where new deals go.`}>
      {(control) => (
        <Select
          {...control}
          value={view.mapping.pipeline_id ?? pipelines[0]?.id ?? null}
          options={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(pipeline_id) => view.save({ pipeline_id })}
        />
      )}
    </Field>
  );
}

function OwnerSetting({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const options = useOwnerOptions(t`Nobody`, view.mapping.owner_id);
  return (
    <Field label={t`Owner`} hint={t`Of new records whose row names nobody.`}>
      {(control) => (
        <Select
          {...control}
          value={view.mapping.owner_id ?? NOBODY}
          options={options}
          onChange={(id) => view.save({ owner_id: id === NOBODY ? null : id })}
        />
      )}
    </Field>
  );
}

function CurrencySetting({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const home = useSession().tenant.currency;
  return (
    <TextSetting
      label={t`Currency`}
      hint={t`Of amounts that name none: three letters, such as EUR.`}
      value={view.mapping.currency ?? ""}
      placeholder={home}
      maxLength={3}
      onSave={(text) => view.save({ currency: text === "" ? null : text.toUpperCase() })}
    />
  );
}

function LostReasonSetting({ view }: { view: ImportView }) {
  const { t } = useLingui();
  return (
    <TextSetting
      label={t`Lost reason`}
      hint={t`Of lost deals whose row gives none.`}
      value={view.mapping.lost_reason ?? ""}
      placeholder={t`Not stated`}
      maxLength={200}
      onSave={(text) => view.save({ lost_reason: text === "" ? null : text })}
    />
  );
}

function DomainSetting({ view }: { view: ImportView }) {
  const { t } = useLingui();
  return (
    <TextSetting
      label={t`E-mail domain`}
      hint={t`People without an address get a stand-in at this domain.`}
      value={view.mapping.email_domain ?? ""}
      placeholder="example.com"
      maxLength={200}
      onSave={(text) => view.save({ email_domain: text === "" ? null : text })}
    />
  );
}

const AS_SHOWN = "";

function DateSetting({ view }: { view: ImportView }) {
  const { t, i18n } = useLingui();
  return (
    <Field label={t`Order of dates`}>
      {(control) => (
        <Select
          {...control}
          value={view.mapping.date_order ?? AS_SHOWN}
          options={[
            { value: AS_SHOWN, label: t`As each column shows` },
            ...DATE_ORDERS.map((order) => ({ value: order, label: i18n._(ORDER_WORDS[order]) })),
          ]}
          onChange={(value) =>
            view.save({ date_order: DATE_ORDERS.find((order) => order === value) ?? null })
          }
        />
      )}
    </Field>
  );
}

function MarkSetting({ view }: { view: ImportView }) {
  const { t, i18n } = useLingui();
  return (
    <Field label={t`Decimals`}>
      {(control) => (
        <Select
          {...control}
          value={view.mapping.decimal_mark ?? AS_SHOWN}
          options={[
            { value: AS_SHOWN, label: t`As each column shows` },
            ...DECIMAL_MARKS.map((mark) => ({ value: mark, label: i18n._(MARK_WORDS[mark]) })),
          ]}
          onChange={(value) =>
            view.save({ decimal_mark: DECIMAL_MARKS.find((mark) => mark === value) ?? null })
          }
        />
      )}
    </Field>
  );
}

/* A word or two, saved when the box is left or Enter is pressed. */
function TextSetting({
  label,
  hint,
  value,
  placeholder,
  maxLength,
  onSave,
}: {
  label: string;
  hint: ReactNode;
  value: string;
  placeholder: string;
  maxLength: number;
  onSave: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const save = () => {
    if (text.trim() !== value) onSave(text.trim());
  };
  return (
    <Field label={label} hint={hint}>
      {(control: FieldControl) => (
        <Input
          {...control}
          value={text}
          placeholder={placeholder}
          maxLength={maxLength}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={(event) => event.key === "Enter" && save()}
        />
      )}
    </Field>
  );
}
