import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import type { Count } from "@/api/generated/types.gen.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import type { Selection } from "@/ui/table/selection.ts";
import type { Resource, Versioned } from "../resource.ts";
import { BulkEdit } from "./bulk-edit.tsx";
import { BulkTagging } from "./bulk-tags.tsx";
import { ExportButton, exactly } from "./export-button.tsx";
import type { BulkNoun, BulkScope } from "./types.ts";
import { useBulk } from "./use-bulk.ts";
import { useSelectionActions } from "./use-selection-actions.ts";

/** What the bar needs: what is chosen, how many match, and how to choose otherwise. */
export interface BulkBarProps<Row extends Versioned, Patch extends object> {
  resource: Resource<Row, Patch>;
  bulk: BulkNoun;
  selection: Selection;
  count: Count | undefined;
  filter: string | undefined;
  sort: string;
  /** The columns that the list shows now, in their order. */
  shown: readonly string[];
  onAll: () => void;
  onClear: () => void;
}

/** In the place of the filters while rows are chosen: what can be done with all of them at once. */
export function BulkBar<Row extends Versioned, Patch extends object>(
  props: BulkBarProps<Row, Patch>,
) {
  const { resource, bulk, selection, count, filter, onClear } = props;
  const { t } = useLingui();
  const formats = useFormats();
  const change = useBulk(resource.noun, bulk);
  const mayChange = useCan(`${resource.noun}.update`);
  const scope: BulkScope = selection.all ? { filter } : { ids: [...selection.ids] };
  const matching = count ? `${formats.number(count.count)}${count.capped ? "+" : ""}` : "…";
  const chosen = selection.all ? matching : formats.number(selection.ids.size);
  const offersAll = !selection.all && count !== undefined && count.count > selection.ids.size;

  function act(what: Parameters<typeof change>[1]): void {
    change(scope, what);
    onClear();
  }

  // a move is each deal's own; of more than are loaded nobody knows which they are
  const stages = selection.all ? undefined : bulk.stages;
  function move(stageId: string): void {
    stages?.move([...selection.ids], stageId);
    onClear();
  }
  useSelectionActions({ mayChange, act, stages: stages?.options ?? [], move });

  return (
    <section
      aria-label={t`Selected rows`}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-mark-soft px-4 py-2 text-sm md:px-6"
    >
      <span role="status" className="font-semibold">
        {t`${chosen} selected`}
      </span>
      {offersAll ? (
        <button
          type="button"
          onClick={props.onAll}
          className="h-7 rounded-s px-1.5 underline hover:text-ink touch:h-10"
        >
          {t`Select all ${matching} matching`}
        </button>
      ) : null}
      <span className="ms-auto flex flex-wrap items-center gap-2">
        {mayChange ? (
          <>
            <BulkEdit
              label={t`Assign`}
              fields={[{ id: "owner_id", label: t`Owner`, kind: "choice", options: bulk.owners }]}
              onApply={(set) => act({ set })}
            />
            <BulkTagging onApply={(tag) => act({ tag })} />
            {stages ? (
              <BulkEdit
                label={t`Move`}
                fields={[{ id: "stage", label: t`Stage`, kind: "choice", options: stages.options }]}
                onApply={({ stage }) => move(String(stage))}
              />
            ) : null}
            <BulkEdit label={t`Edit`} fields={bulk.fields} onApply={(set) => act({ set })} />
          </>
        ) : null}
        <ExportButton
          noun={resource.noun}
          bulk={bulk}
          scope={scope}
          rows={selection.all ? exactly(count) : selection.ids.size}
          sort={props.sort}
          shown={props.shown}
        />
        {mayChange ? (
          <Button size="sm" onClick={() => act({ trash: {} })}>{t`Move to the trash`}</Button>
        ) : null}
        <IconButton label={t`Clear the selection`} onClick={onClear}>
          <X aria-hidden="true" />
        </IconButton>
      </span>
    </section>
  );
}
