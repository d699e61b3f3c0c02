import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { CustomField, CustomValue } from "@/api/generated/types.gen.ts";
import { useOwnerOptions } from "@/features/people/owner-options.tsx";
import { WebLink } from "@/features/records/contact-links.tsx";
import type { Versioned } from "@/features/records/resource.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";
import { InlineMoney } from "@/ui/record/inline-money.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { PropertyList } from "@/ui/record/property.tsx";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { customFieldsQuery, customValuesQuery } from "./custom-fields.ts";
import { InlineChoices } from "./inline-choices.tsx";
import { type PagedNoun, useSetCustom } from "./use-set-custom.ts";

const NONE = "none";

/** The workspace's own fields of a record, each edited where it stands; nothing while there are none. */
export function CustomFacts(props: { noun: PagedNoun; record: Versioned; editable: boolean }) {
  const { t } = useLingui();
  const { noun, record, editable } = props;
  const fields = useQuery(customFieldsQuery(noun)).data ?? [];
  const values = useQuery({ ...customValuesQuery(noun, record.id), enabled: fields.length > 0 });
  const set = useSetCustom(noun, record);
  if (fields.length === 0) return null;
  return (
    <RecordSection title={t`More`}>
      <PropertyList>
        {fields.map((field) => (
          <CustomFact
            key={field.id}
            field={field}
            value={values.data?.[field.key]}
            // What is not known yet cannot be changed.
            onSave={editable && values.data ? (value) => set(field.key, value) : undefined}
          />
        ))}
      </PropertyList>
    </RecordSection>
  );
}

interface FactProps {
  field: CustomField;
  value: CustomValue | undefined;
  onSave: ((value: CustomValue | null) => Promise<unknown>) | undefined;
}

function CustomFact({ field, value, onSave }: FactProps) {
  const { t } = useLingui();
  const { homeCurrency, number } = useFormats();
  const { label, kind, choices } = field;
  const text = typeof value === "string" ? value : null;
  switch (kind) {
    case "text":
      return <InlineText label={label} type="multiline" value={text} onSave={onSave} />;
    case "date":
      return <InlineText label={label} type="date" value={text} onSave={onSave} />;
    case "link":
      return (
        <InlineText
          label={label}
          type="url"
          value={text}
          action={<WebLink address={text} />}
          onSave={onSave}
        />
      );
    case "number":
      return (
        <InlineText
          label={label}
          value={typeof value === "number" ? String(value) : null}
          format={(written) => number(Number(written))}
          validate={(written) =>
            Number.isFinite(readNumber(written)) ? null : t`Write a number such as 12 or 1.5.`
          }
          onSave={onSave && ((written) => onSave(written === null ? null : readNumber(written)))}
        />
      );
    case "money": {
      const money = typeof value === "object" && !Array.isArray(value) ? value : null;
      const currency = money?.currency ?? homeCurrency;
      return (
        <InlineMoney
          label={label}
          amount={money?.amount ?? null}
          currency={currency}
          onSave={onSave && ((amount) => onSave(amount === null ? null : { amount, currency }))}
        />
      );
    }
    case "multi_choice":
      return (
        <InlineChoices
          label={label}
          choices={choices}
          value={Array.isArray(value) ? value : []}
          onSave={onSave && ((chosen) => onSave(chosen.length > 0 ? chosen : null))}
        />
      );
    case "choice":
      return (
        <OneOf
          label={label}
          value={text}
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          onSave={onSave}
        />
      );
    case "person":
      return <Somebody label={label} value={text} onSave={onSave} />;
    case "checkbox":
      return <Ticked label={label} value={value} onSave={onSave} />;
  }
}

/* A comma is a point where one types so; thousands are not set apart in a box. */
const readNumber = (written: string) => Number(written.trim().replace(",", "."));

interface ChosenProps {
  label: string;
  value: string | null;
  onSave: FactProps["onSave"];
}

function OneOf({ label, value, options, onSave }: ChosenProps & { options: SelectOption[] }) {
  const { t } = useLingui();
  return (
    <InlineSelect
      label={label}
      value={value}
      options={value === null ? options : [...options, { value: NONE, label: t`Nothing` }]}
      onSave={onSave && ((chosen) => onSave(chosen === NONE ? null : chosen))}
    />
  );
}

function Somebody({ label, value, onSave }: ChosenProps) {
  const { t } = useLingui();
  const options = useOwnerOptions(t`Nobody`, value);
  return (
    <InlineSelect
      label={label}
      value={value}
      options={options}
      onSave={onSave && ((chosen) => onSave(chosen === NONE ? null : chosen))}
    />
  );
}

function Ticked({ label, value, onSave }: Omit<ChosenProps, "value"> & Pick<FactProps, "value">) {
  const { t } = useLingui();
  const shown = value === undefined ? null : value === true ? "yes" : "no";
  return (
    <InlineSelect
      label={label}
      value={shown}
      options={[
        { value: "yes", label: t`Yes` },
        { value: "no", label: t`No` },
        ...(shown === null ? [] : [{ value: NONE, label: t`Nothing` }]),
      ]}
      onSave={onSave && ((chosen) => onSave(chosen === NONE ? null : chosen === "yes"))}
    />
  );
}
