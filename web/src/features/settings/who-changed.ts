import { t } from "@lingui/core/macro";
import { listEvents } from "@/api/generated/sdk.gen.ts";

/** Who changed a setting last, in a sentence: said to whoever was about to change it too. */
export async function whoChanged(recordId: string, name: string): Promise<string> {
  const filter = JSON.stringify({ field: "record_id", op: "eq", value: recordId });
  const latest = await listEvents({ query: { filter, limit: 1 }, throwOnError: true }).catch(
    () => undefined,
  );
  const who = latest?.data.items[0]?.actor_name ?? t`Somebody`;
  return t`${who} changed ${name} a moment ago`;
}
