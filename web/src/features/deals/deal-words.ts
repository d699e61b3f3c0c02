import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { findStage, pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { type FieldWords, useFieldWords } from "@/features/records/field-words.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { Deal } from "./types.ts";

/** How a deal's fields read in a sentence. */
export function useDealWords(deal: Deal): FieldWords {
  const { t } = useLingui();
  const formats = useFormats();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const named = (
    known: string | null | undefined,
    name: string | null | undefined,
    other: string,
  ) => {
    return (id: string) => (id === known && name ? name : other);
  };
  return useFieldWords(
    {
      stage_id: (id) => findStage(pipelines, id)?.name ?? t`a former stage`,
      expected_close_date: (day) => formats.date(day),
      company_id: named(deal.company_id, deal.company_name, t`another company`),
      contact_id: named(deal.contact_id, deal.contact_name, t`another contact`),
      product_id: named(deal.product_id, deal.product_name, t`another product`),
    },
    [],
  );
}
