import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { createTag } from "@/api/generated/sdk.gen.ts";
import type { Tag } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { TagSwatch } from "./tag-chip.tsx";
import { type TagChange, tagsQuery } from "./tags.ts";

const LINE = "flex h-8 w-full items-center gap-2 rounded-s px-1.5 hover:bg-hover touch:h-11";

/** The workspace's tags to be ticked; a name that none has becomes a new tag. */
export function TagPicker({
  chosen,
  onChange,
}: {
  chosen: readonly Tag[];
  onChange: (change: TagChange) => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const all = useQuery(tagsQuery).data ?? [];
  const wanted = text.trim();
  const folded = wanted.toLowerCase();
  const shown = all.filter(({ name }) => name.toLowerCase().includes(folded));
  const known = all.some(({ name }) => name.toLowerCase() === folded);
  const has = (tag: Tag) => chosen.some(({ id }) => id === tag.id);
  const make = useMutation({
    mutationFn: async (name: string) =>
      (await createTag({ body: { name }, throwOnError: true })).data,
    onSuccess: (tag) => {
      client.setQueryData(tagsQuery.queryKey, (tags) => [...(tags ?? []), tag]);
      void client.invalidateQueries({ queryKey: tagsQuery.queryKey });
      onChange({ tag, on: true });
      setText("");
    },
  });
  const mayMake = wanted !== "" && !known && !make.isPending;

  /* Enter takes the one that is meant: the only one left, or the new one. */
  function enter(): void {
    const [only] = shown;
    if (shown.length === 1 && only) onChange({ tag: only, on: !has(only) });
    else if (shown.length === 0 && mayMake) make.mutate(wanted);
    else return;
    setText("");
  }

  return (
    <div className="grid gap-2">
      <Input
        aria-label={t`Find or make a tag`}
        placeholder={t`Find or make a tag`}
        autoComplete="off"
        maxLength={60}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          enter();
        }}
      />
      {make.error ? <Notice tone="bad">{messageOf(make.error)}</Notice> : null}
      <fieldset className="-mx-1.5 max-h-64 overflow-y-auto">
        <legend className="sr-only">{t`Tags`}</legend>
        {shown.map((tag) => (
          <label key={tag.id} className={`${LINE} cursor-pointer`}>
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-(--accent)"
              checked={has(tag)}
              onChange={(event) => onChange({ tag, on: event.target.checked })}
            />
            <TagSwatch color={tag.color} />
            <bdi className="truncate">{tag.name}</bdi>
          </label>
        ))}
        {mayMake ? (
          <button type="button" className={LINE} onClick={() => make.mutate(wanted)}>
            <Plus className="size-4 text-ink-3" aria-hidden="true" />
            <span className="truncate">{t`Make the tag “${wanted}”`}</span>
          </button>
        ) : null}
        {shown.length === 0 && !mayMake ? (
          <p className="px-1.5 text-sm text-ink-3">{t`No tags yet. Write the first one.`}</p>
        ) : null}
      </fieldset>
    </div>
  );
}
