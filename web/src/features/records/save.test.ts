import { describe, expect, it, vi } from "vitest";
import { ProblemError } from "@/api/problem.ts";
import { createQueryClient } from "@/api/query-client.ts";
import type { ListPages } from "./list-pages.ts";
import { cachedRecord, patchRecord, putRecord, removeRows } from "./record-cache.ts";
import { keysOf, type Resource } from "./resource.ts";
import { OverwriteError, rollBack, saveChange } from "./save.ts";

interface Thing {
  id: string;
  version: number;
  name: string;
  city: string | null;
}

type ThingPatch = Partial<Pick<Thing, "name" | "city">>;

const base: Thing = { id: "1", version: 3, name: "Ines", city: "Lyon" };

function resource(update: Resource<Thing, ThingPatch>["update"]): Resource<Thing, ThingPatch> {
  return { noun: "things", update } as Resource<Thing, ThingPatch>;
}

function conflict(current: Thing): ProblemError {
  return new ProblemError({ status: 409, code: "version_conflict", current });
}

function clientWithList(rows: Thing[]) {
  const client = createQueryClient();
  const list: ListPages<Thing> = {
    pages: [{ items: rows.slice(0, 1) }, { items: rows.slice(1) }],
  };
  client.setQueryData(keysOf("things").list({}), list);
  const rowsNow = () =>
    client
      .getQueryData<ListPages<Thing>>(keysOf("things").list({}))
      ?.pages.flatMap((page) => page.items);
  return { client, rowsNow };
}

describe("saving", () => {
  it("says the version that is known now, not the one that was seen when editing began", async () => {
    const { client } = clientWithList([base]);
    client.setQueryData(keysOf("things").record("1"), { ...base, version: 5 });
    const update = vi.fn<Resource<Thing, ThingPatch>["update"]>(async () => base);
    await saveChange(client, resource(update), base, { city: "Porto" });
    expect(update).toHaveBeenCalledWith("1", 5, { city: "Porto" });
  });

  it("stands beside another person's change of another field, and tells of it", async () => {
    const { client, rowsNow } = clientWithList([base]);
    const theirs = { ...base, version: 4, name: "Ines Haddad" };
    const update = vi
      .fn<Resource<Thing, ThingPatch>["update"]>()
      .mockRejectedValueOnce(conflict(theirs))
      .mockImplementation(async (_id, version, patch) => ({
        ...theirs,
        ...patch,
        version: version + 1,
      }));
    const saved = await saveChange(client, resource(update), base, { city: "Porto" });
    expect(update).toHaveBeenLastCalledWith("1", 4, { city: "Porto" });
    expect(saved.record).toMatchObject({ name: "Ines Haddad", city: "Porto", version: 5 });
    expect(rowsNow()?.[0]).toMatchObject({ name: "Ines Haddad" });
  });

  it("does not replace what another person wrote into the same field", async () => {
    const { client } = clientWithList([base]);
    const theirs = { ...base, version: 4, city: "Turin" };
    const update = vi
      .fn<Resource<Thing, ThingPatch>["update"]>()
      .mockRejectedValue(conflict(theirs));
    const error = await saveChange(client, resource(update), base, { city: "Porto" }).catch(
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(OverwriteError);
    expect(error.changes).toEqual([{ field: "city", before: "Lyon", after: "Turin" }]);
    expect(update).toHaveBeenCalledTimes(1);
    expect(cachedRecord<Thing>(client, "things", "1")?.record).toEqual(theirs);
  });

  it("passes any other refusal on", async () => {
    const { client } = clientWithList([base]);
    const refusal = new ProblemError({ status: 403, code: "not_yours" });
    const update = vi.fn<Resource<Thing, ThingPatch>["update"]>().mockRejectedValue(refusal);
    await expect(saveChange(client, resource(update), base, { city: "X" })).rejects.toBe(refusal);
  });
});

describe("the cache", () => {
  const other: Thing = { ...base, id: "2", name: "Dana" };

  it("shows a change in every place, and takes only its own fields back", () => {
    const { client, rowsNow } = clientWithList([base, other]);
    putRecord(client, "things", base);
    patchRecord<Thing>(client, "things", "1", { city: "Porto" });
    patchRecord<Thing>(client, "things", "1", { name: "Other edit" });
    rollBack(client, "things", base, { city: "Porto" });
    expect(rowsNow()?.[0]).toMatchObject({ city: "Lyon", name: "Other edit" });
    expect(rowsNow()?.[1]).toBe(other);
    expect(cachedRecord<Thing>(client, "things", "1")?.record.city).toBe("Lyon");
  });

  it("takes a row out and puts it back where it was", () => {
    const { client, rowsNow } = clientWithList([other, base]);
    const putBack = removeRows<Thing>(client, "things", "1");
    expect(rowsNow()).toEqual([other]);
    putBack();
    expect(rowsNow()).toEqual([other, base]);
  });
});
