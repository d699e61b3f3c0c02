import { useLingui } from "@lingui/react/macro";
import { Ellipsis, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { FilesSection } from "@/features/attachments/files-section.tsx";
import { useRecent } from "@/features/search/recent.ts";
import type { About } from "@/features/timeline/activities.ts";
import { RecordTimeline } from "@/features/timeline/record-timeline.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { useRecordFrame } from "@/ui/record/record-frame.tsx";
import { RecordLayout, RecordSection } from "@/ui/record/record-layout.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { useTitle } from "@/ui/use-title.ts";
import type { FieldWords } from "./field-words.ts";
import { MeanwhileNotice } from "./meanwhile-notice.tsx";
import { useNeighbours } from "./neighbours.ts";
import { BackLink, RecordNav } from "./record-nav.tsx";
import { TrashedNotice } from "./record-page.tsx";
import { nounOf } from "./record-ref.ts";
import type { Resource, Versioned } from "./resource.ts";
import { useGo } from "./use-go.ts";
import { useRecordActions } from "./use-record-actions.ts";
import { type Save, useSave } from "./use-save.ts";
import { useTrash } from "./use-trash.ts";

/** What the records of all nouns that have a page have in common. */
export interface PageRecord extends Versioned {
  name: string;
  created_at: string;
  owner_id?: string | null;
  trashed_at?: string | null;
}

/** What a noun says about its record's page; the rest is the same for all of them. */
export interface RecordViewProps<Row extends PageRecord, Patch extends object> {
  resource: Resource<Row, Patch, About["noun"]>;
  record: Row;
  /** The name of the list, which the page leads back to. */
  list: string;
  subtitle?: ReactNode;
  words: FieldWords;
  currency?: string | null;
  mayChange: boolean;
  mayTrash: boolean;
  /** Under the head: why the record is as it is. */
  banner?: ReactNode;
  /** The facts, each saved by `save`; without it they are only shown. */
  side: (save: Save<Row, Patch> | undefined) => ReactNode;
  /** Before the menu: the one thing that is likely to be done next. */
  actions?: (save: Save<Row, Patch> | undefined) => ReactNode;
  /** In the menu, before the trash. */
  menu?: (save: Save<Row, Patch> | undefined) => ReactNode;
  /** Above the timeline: what is related. */
  children?: ReactNode;
}

/** A record, on its page or beside its list: facts, timeline, trash, and what others changed meanwhile. */
export function RecordView<Row extends PageRecord, Patch extends object>(
  props: RecordViewProps<Row, Patch>,
) {
  const { resource, record, words, currency } = props;
  const { t } = useLingui();
  const { noun } = resource;
  const { save, meanwhile, dismiss } = useSave(resource, record);
  const neighbours = useNeighbours(noun, record.id);
  const frame = useRecordFrame();
  // who walks through a list has not been to each of its records
  useTitle(frame ? null : record.name);
  useRecent({ noun: nounOf(noun), id: record.id, name: record.name }, !frame && !record.trashed_at);
  const saver = props.mayChange && !record.trashed_at ? save : undefined;
  useRecordActions(noun, record, saver && ((owner_id) => saver({ owner_id } as unknown as Patch)));
  return (
    <RecordLayout
      back={<BackLink href={neighbours.listHref}>{props.list}</BackLink>}
      title={<bdi>{record.name}</bdi>}
      subtitle={props.subtitle}
      actions={
        <>
          {frame ? null : <RecordNav neighbours={neighbours} />}
          {props.actions?.(saver)}
          <RecordMenu
            {...props}
            listHref={neighbours.listHref}
            onGone={frame?.onClose}
            save={saver}
          />
        </>
      }
      banner={
        <>
          {record.trashed_at ? (
            <TrashedNotice resource={resource} record={record} mayRestore={props.mayTrash} />
          ) : null}
          {props.banner}
          <MeanwhileNotice
            noun={noun}
            id={record.id}
            changes={meanwhile}
            words={words}
            currency={currency}
            onDismiss={dismiss}
          />
        </>
      }
      side={props.side(saver)}
    >
      {props.children}
      <FilesSection about={{ noun, id: record.id }} mayChange={Boolean(saver)} />
      <RecordSection title={t`Timeline`}>
        <RecordTimeline
          about={{ noun, id: record.id }}
          createdAt={record.created_at}
          words={words}
          currency={currency}
          alive={!record.trashed_at}
        />
      </RecordSection>
    </RecordLayout>
  );
}

function RecordMenu<Row extends PageRecord, Patch extends object>({
  resource,
  record,
  mayTrash,
  menu,
  save,
  listHref,
  onGone,
}: RecordViewProps<Row, Patch> & {
  save: Save<Row, Patch> | undefined;
  listHref: string;
  onGone: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const go = useGo();
  const trash = useTrash(resource);
  const more = menu?.(save);
  const trashable = mayTrash && !record.trashed_at;
  const toTrash = () => {
    if (onGone) onGone();
    else go(listHref);
    void trash(record);
  };
  useShortcuts(
    trashable
      ? [{ keys: "#", label: t`Move to the trash`, group: t`On this page`, run: toTrash }]
      : [],
  );
  if (!more && !trashable) return null;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t`More actions`} className="size-8">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      {more}
      {trashable ? (
        <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={toTrash}>
          {t`Move to the trash`}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
