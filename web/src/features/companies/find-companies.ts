import { listCompanies } from "@/api/generated/sdk.gen.ts";
import type { RecordOption } from "@/ui/forms/record-picker.tsx";

const FOUND_MAX = 8;

/** Companies by a part of their name, with the city to tell those of one name apart. */
export async function findCompanies(text: string, signal: AbortSignal): Promise<RecordOption[]> {
  const wanted = text.trim();
  const { data } = await listCompanies({
    query: {
      sort: "name",
      limit: FOUND_MAX,
      filter: wanted ? JSON.stringify({ field: "name", op: "contains", value: wanted }) : undefined,
    },
    signal,
    throwOnError: true,
  });
  return data.items.map(({ id, name, city }) => ({ id, label: name, detail: city ?? undefined }));
}
