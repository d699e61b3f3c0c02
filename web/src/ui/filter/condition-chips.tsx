import { useLingui } from "@lingui/react/macro";
import { Plus, X } from "lucide-react";
import { Fragment } from "react";
import type { Condition } from "./conditions.ts";
import type { FilterField } from "./fields.ts";
import { type Group, isGroup, type Path } from "./tree.ts";
import { useSentence } from "./use-sentence.ts";

/** What the chips of a group ask of the bar that they stand in. */
export interface ConditionChipsProps {
  fields: readonly FilterField[];
  group: Group;
  /** Where the group stands in the whole filter. */
  path: Path;
  /** Opens the editor of a condition, or of a new one there; it hangs on what was pressed. */
  onEdit: (path: Path, anchor: HTMLElement) => void;
  onRemove: (path: Path) => void;
  /** "and" becomes "or", and back. */
  onOther: (path: Path) => void;
}

const SMALL =
  "grid shrink-0 place-items-center text-ink-3 outline-offset-[-2px] hover:bg-hover hover:text-ink [&_svg]:size-3.5";

/** The conditions of a group, each readable as a sentence, with the word that joins them; groups within it in a frame. */
export function ConditionChips(props: ConditionChipsProps) {
  const { fields, group, path } = props;
  const { t } = useLingui();
  if (group.nodes.length === 0) return null;
  return (
    <ul aria-label={path.length === 0 ? t`Filters` : t`Group of filters`} className="contents">
      {group.nodes.map((node, at) => {
        const place = [...path, at];
        return (
          <Fragment key={place.join()}>
            {at > 0 ? <Joint any={group.any} onOther={() => props.onOther(path)} /> : null}
            {isGroup(node) ? (
              <li className="flex max-w-full flex-wrap items-center gap-1.5 rounded-m border border-dashed border-line-strong px-1.5 py-1">
                <ConditionChips {...props} group={node} path={place} />
                <GroupButtons {...props} path={place} count={node.nodes.length} />
              </li>
            ) : (
              <Chip
                field={fields.find(({ id }) => id === node.field)}
                condition={node}
                onEdit={(anchor) => props.onEdit(place, anchor)}
                onRemove={() => props.onRemove(place)}
              />
            )}
          </Fragment>
        );
      })}
    </ul>
  );
}

/* Between two conditions: a word that can be pressed. */
function Joint({ any, onOther }: { any: boolean; onOther: () => void }) {
  const { t } = useLingui();
  return (
    <li className="flex">
      <button
        type="button"
        onClick={onOther}
        aria-label={any ? t`or: change to and` : t`and: change to or`}
        className="h-7 rounded-s px-1 text-sm text-ink-3 italic hover:bg-hover hover:text-ink touch:h-10 touch:px-2.5"
      >
        {any ? t`or` : t`and`}
      </button>
    </li>
  );
}

function GroupButtons({
  path,
  count,
  onEdit,
  onRemove,
}: Pick<ConditionChipsProps, "path" | "onEdit" | "onRemove"> & { count: number }) {
  const { t } = useLingui();
  return (
    <span className="flex">
      <button
        type="button"
        aria-label={t`Add to this group`}
        aria-haspopup="dialog"
        onClick={(event) => onEdit([...path, count], event.currentTarget)}
        className={`${SMALL} size-7 rounded-s touch:size-10`}
      >
        <Plus aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={t`Remove this group`}
        onClick={() => onRemove(path)}
        className={`${SMALL} size-7 rounded-s touch:size-10`}
      >
        <X aria-hidden="true" />
      </button>
    </span>
  );
}

/* What the list does not know is shown too, and filters nothing: an address may be old. */
function Chip({
  field,
  condition,
  onEdit,
  onRemove,
}: {
  field: FilterField | undefined;
  condition: Condition;
  onEdit: (anchor: HTMLElement) => void;
  onRemove: () => void;
}) {
  const { t } = useLingui();
  const sentence = useSentence();
  const { lead, value } = field
    ? sentence(field, condition)
    : { lead: t`Unknown field`, value: condition.field };
  return (
    <li className="flex h-7 max-w-full items-stretch rounded-s border border-line bg-surface text-sm touch:h-10">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={(event) => onEdit(event.currentTarget)}
        className="flex min-w-0 items-center rounded-s ps-2 text-ink-2 outline-offset-[-2px] hover:text-ink"
      >
        <span className="truncate">
          {lead} <b className="font-semibold text-ink">{value}</b>
        </span>
      </button>
      <button
        type="button"
        aria-label={t`Remove filter: ${lead} ${value}`}
        onClick={onRemove}
        className={`${SMALL} w-7 rounded-e-s touch:w-10`}
      >
        <X aria-hidden="true" />
      </button>
    </li>
  );
}
