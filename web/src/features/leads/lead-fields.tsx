import { useLingui } from "@lingui/react/macro";
import type { Lead } from "@/api/generated/types.gen.ts";
import {
  textField,
  useMomentFields,
  useMoneyField,
  useOwnerField,
  useTagsField,
} from "@/features/records/common-fields.tsx";
import { type NounField, wordsOf } from "@/features/records/noun-fields.ts";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { RowCard } from "@/ui/table/columns.ts";
import { leadSources } from "./lead-sources.ts";
import { StatusText, useStatusLabel, useStatusOptions } from "./lead-status.tsx";
import { Score } from "./score.tsx";

/** What a list of leads shows, is filtered by, changes in bulk and writes into files. */
export function useLeadFields(): NounField<Lead>[] {
  const { t } = useLingui();
  const statuses = useStatusOptions(true);
  return [
    {
      id: "name",
      label: t`Name`,
      column: {
        width: 160,
        grow: 2,
        sort: "name",
        link: true,
        cell: (lead) => lead.name,
      },
      filter: { kind: "text" },
      file: { field: "name" },
    },
    {
      ...textField<Lead>("company", t`Company`, (lead) => lead.company_name, {
        width: 150,
        grow: 2,
        field: "company_name",
      }),
      filter: { id: "company_name", kind: "text" },
    },
    {
      id: "status",
      label: t`Status`,
      column: { width: 116, grow: 1, cell: (lead) => <StatusText status={lead.status} /> },
      filter: { kind: "choice", options: statuses },
      bulk: { kind: "choice", options: useStatusOptions(false) },
      file: { field: "status", words: wordsOf(statuses) },
    },
    {
      id: "score",
      label: t`Score`,
      column: {
        width: 104,
        grow: 0,
        align: "end",
        sort: "score",
        cell: (lead) => <Score value={lead.score} />,
      },
      filter: { kind: "number" },
      bulk: { kind: "number", min: 0, max: 100 },
      file: { field: "score" },
    },
    useMoneyField<Lead>("amount", t`Amount`, (lead) => lead, { currencyField: "currency" }),
    { id: "currency", label: t`Currency`, file: { field: "currency" } },
    useOwnerField<Lead>(t`Nobody (the pool)`, t`In the pool`),
    textField("source", t`Source`, (lead) => lead.source, {
      width: 100,
      bulk: true,
      suggestions: leadSources(),
    }),
    ...useMomentFields<Lead>(),
    ...useTagsField<Lead>("leads"),
    textField("title", t`Position`, (lead) => lead.title, { offered: true, filter: false }),
    textField("email", t`E-mail`, (lead) => lead.email, { width: 160, offered: true }),
    textField("phone", t`Phone`, (lead) => lead.phone, { offered: true, filter: false }),
    textField("city", t`City`, (lead) => lead.city, { offered: true, bulk: true }),
    textField("country", t`Country`, (lead) => lead.country, { offered: true, bulk: true }),
    textField("website", t`Website`, (lead) => lead.website, { offered: true, filter: false }),
  ];
}

/** A lead on a phone. */
export function useLeadCard(): (lead: Lead) => RowCard {
  const formats = useFormats();
  const status = useStatusLabel();
  return (lead) => ({
    title: lead.name,
    detail: [lead.company_name, status(lead.status)].filter(Boolean).join(" · "),
    end:
      lead.amount == null || !lead.currency
        ? null
        : formats.money({ amount: lead.amount, currency: lead.currency }),
    endDetail: <MomentText value={lead.created_at} />,
  });
}
