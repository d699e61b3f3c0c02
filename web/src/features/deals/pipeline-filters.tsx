import { useLingui } from "@lingui/react/macro";
import { Plus } from "lucide-react";
import { useState } from "react";
import { usePeople } from "@/features/people/people.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { FilterBar, type FilterChip } from "@/ui/filter/filter-bar.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { MoneyInput } from "@/ui/forms/money-input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { Popover } from "@/ui/overlay/popover.tsx";
import { CLOSE_WINDOWS, type CloseWindow, type PipelineSearch } from "./pipeline-search.ts";

/** What the filters read and write: the conditions in the address. */
export interface PipelineFiltersProps {
  search: PipelineSearch;
  onChange: (change: Partial<PipelineSearch>) => void;
}

const ANY = "any";

/** The conditions as sentences, and one place to set them. They apply as they are chosen. */
export function PipelineFilters({ search, onChange }: PipelineFiltersProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const chips = useChips(search, onChange, () => setOpen(true));
  return (
    <FilterBar
      chips={chips}
      onClear={() => onChange({ owner: undefined, min: undefined, close: undefined })}
      add={
        <Popover
          title={t`Filters`}
          open={open}
          onOpenChange={setOpen}
          trigger={
            <Button
              size="sm"
              variant="ghost"
              icon={<Plus className="size-3.5" aria-hidden="true" />}
            >
              {t`Filter`}
            </Button>
          }
        >
          <FilterForm search={search} onChange={onChange} />
        </Popover>
      }
    />
  );
}

function useChips(
  search: PipelineSearch,
  onChange: PipelineFiltersProps["onChange"],
  onEdit: () => void,
): FilterChip[] {
  const { t } = useLingui();
  const formats = useFormats();
  const { nameOf } = usePeople();
  const closeLabel = useCloseLabels();
  const chips: FilterChip[] = [];
  if (search.owner)
    chips.push({
      id: "owner",
      lead: t`Owner is`,
      value:
        search.owner === "me"
          ? t`Me`
          : search.owner === "none"
            ? t`Nobody`
            : (nameOf(search.owner) ?? "…"),
      onEdit,
      onRemove: () => onChange({ owner: undefined }),
    });
  if (search.min !== undefined)
    chips.push({
      id: "min",
      lead: t`Amount from`,
      value: formats.money({ amount: search.min, currency: formats.homeCurrency }),
      onEdit,
      onRemove: () => onChange({ min: undefined }),
    });
  if (search.close)
    chips.push({
      id: "close",
      lead: t`Expected close`,
      value: closeLabel[search.close],
      onEdit,
      onRemove: () => onChange({ close: undefined }),
    });
  return chips;
}

function FilterForm({ search, onChange }: PipelineFiltersProps) {
  const { t } = useLingui();
  const { homeCurrency } = useFormats();
  const { people } = usePeople();
  const { user } = useSession();
  const closeLabel = useCloseLabels();
  const [invalid, setInvalid] = useState(false);
  return (
    <>
      <Field label={t`Owner`}>
        {(control) => (
          <Select
            {...control}
            value={search.owner ?? ANY}
            onChange={(owner) => onChange({ owner: owner === ANY ? undefined : owner })}
            options={[
              { value: ANY, label: t`Anybody` },
              { value: "me", label: t`Me`, before: <Avatar size="sm" name={user.name} /> },
              { value: "none", label: t`Nobody` },
              ...people
                .filter((person) => person.id !== user.id)
                .map((person) => ({
                  value: person.id,
                  label: person.name,
                  before: <Avatar size="sm" name={person.name} />,
                })),
            ]}
          />
        )}
      </Field>
      <Field
        label={t`Amount from`}
        error={invalid ? t`Write a number, for example 5000.` : undefined}
      >
        {(control) => (
          <MoneyInput
            {...control}
            amount={search.min ?? null}
            currency={homeCurrency}
            onAmount={(amount) => {
              setInvalid(amount === "invalid");
              if (amount !== "invalid") onChange({ min: amount ? amount : undefined });
            }}
          />
        )}
      </Field>
      <Field label={t`Expected close`}>
        {(control) => (
          <Select
            {...control}
            value={search.close ?? ANY}
            onChange={(close) =>
              onChange({ close: close === ANY ? undefined : (close as CloseWindow) })
            }
            options={[
              { value: ANY, label: t`Any day` },
              ...CLOSE_WINDOWS.map((value) => ({ value, label: closeLabel[value] })),
            ]}
          />
        )}
      </Field>
    </>
  );
}

function useCloseLabels(): Record<CloseWindow, string> {
  const { t } = useLingui();
  return {
    late: t`is overdue`,
    week: t`within 7 days`,
    month: t`this month`,
    "next-month": t`next month`,
    quarter: t`this quarter`,
    none: t`is not set`,
  };
}
