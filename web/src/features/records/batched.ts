const MOMENT_MS = 10;
const IDS_MAX = 200;

/**
 * Makes one question of many: ids that are asked for within a moment go to the server together. For what a list shows
 * beside its rows.
 */
export function batched<Value>(
  ask: (ids: string[]) => Promise<ReadonlyMap<string, Value>>,
): (id: string) => Promise<Value | undefined> {
  let waiting: { ids: string[]; answer: Promise<ReadonlyMap<string, Value>> } | null = null;
  return async (id) => {
    // a full question still answers for whom it asks already
    if (!waiting || (waiting.ids.length >= IDS_MAX && !waiting.ids.includes(id))) {
      const ids: string[] = [];
      const turn = {
        ids,
        answer: new Promise<void>((resolve) => setTimeout(resolve, MOMENT_MS)).then(() => {
          if (waiting === turn) waiting = null;
          return ask(ids);
        }),
      };
      waiting = turn;
    }
    const { ids, answer } = waiting;
    if (!ids.includes(id)) ids.push(id);
    return (await answer).get(id);
  };
}
