import { useLingui } from "@lingui/react/macro";
import { Plus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "../button.tsx";
import { ConditionChips } from "./condition-chips.tsx";
import type { Condition } from "./conditions.ts";
import type { FilterField } from "./fields.ts";
import {
  DEPTH_MAX,
  EVERYTHING,
  type Group,
  isGroup,
  nodeAt,
  type Path,
  simplified,
  withNode,
  withOther,
} from "./tree.ts";

const ConditionEditor = lazy(() =>
  import("./condition-editor.tsx").then((module) => ({ default: module.ConditionEditor })),
);

/** What the bar needs: the fields that exist, the filter in force, and what to do with a new one. */
export interface ConditionBarProps {
  fields: readonly FilterField[];
  filter: Group;
  onChange: (filter: Group) => void;
  start?: ReactNode;
  end?: ReactNode;
}

/* What is being edited: the condition at a place, or a new one there; beside `beside` in a group of their own. */
interface Editing {
  path: Path;
  anchor: HTMLElement;
  beside?: Condition;
}

/** The filter of a list as sentences, each edited in a popover beneath it; "+ Filter" adds another. */
export function ConditionBar({ fields, filter, onChange, start, end }: ConditionBarProps) {
  const { t } = useLingui();
  const [editing, setEditing] = useState<Editing | null>(null);
  const change = (next: Group) => onChange(simplified(next));

  function apply({ path, beside }: Editing, condition: Condition): void {
    const node = beside
      ? { any: !joinedBy(filter, path).any, nodes: [beside, condition] }
      : condition;
    change(withNode(filter, path, node));
    setEditing(null);
  }

  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2 md:px-6">
      {start}
      <ConditionChips
        fields={fields}
        group={filter}
        path={[]}
        onEdit={(path, anchor) => setEditing({ path, anchor })}
        onRemove={(path) => change(withNode(filter, path, null))}
        onOther={(path) => change(withOther(filter, path))}
      />
      <Button
        size="sm"
        className="font-medium!"
        icon={<Plus className="size-3.5" aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-expanded={editing?.path.length === 1 && editing.path[0] === filter.nodes.length}
        onClick={(event) =>
          setEditing({ path: [filter.nodes.length], anchor: event.currentTarget })
        }
      >
        {t`Filter`}
      </Button>
      {filter.nodes.length > 1 ? (
        <button
          type="button"
          onClick={() => onChange(EVERYTHING)}
          className="h-7 rounded-s px-1.5 text-sm text-ink-2 hover:text-ink hover:underline touch:h-10"
        >
          {t`Clear`}
        </button>
      ) : null}
      {end ? <div className="ms-auto flex items-center gap-1 text-sm text-ink-2">{end}</div> : null}
      {editing ? (
        <Suspense>
          <ConditionEditor
            key={`${editing.path.join()}${editing.beside ? "+" : ""}`}
            anchor={editing.anchor}
            fields={fields}
            condition={editing.beside ? null : conditionAt(filter, editing.path)}
            onApply={(condition) => apply(editing, condition)}
            branch={joinedBy(filter, editing.path).any ? "and" : "or"}
            onBranch={
              editing.beside || editing.path.length >= DEPTH_MAX
                ? undefined
                : (beside) => setEditing({ ...editing, beside })
            }
            onClose={() => setEditing(null)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function conditionAt(filter: Group, path: Path): Condition | null {
  const node = nodeAt(filter, path);
  return node && !isGroup(node) ? node : null;
}

/* The group that a place is in. */
function joinedBy(filter: Group, path: Path): Group {
  const node = path.length < 2 ? filter : nodeAt(filter, path.slice(0, -1));
  return node && isGroup(node) ? node : filter;
}
