import { expect, it, vi } from "vitest";
import { batched } from "./batched.ts";

it("asks once for what is asked for at the same moment", async () => {
  const ask = vi.fn<(ids: string[]) => Promise<Map<string, string>>>(
    async (ids) => new Map(ids.filter((id) => id !== "c").map((id) => [id, id.toUpperCase()])),
  );
  const of = batched(ask);
  expect(await Promise.all([of("a"), of("b"), of("a"), of("c")])).toEqual([
    "A",
    "B",
    "A",
    undefined,
  ]);
  expect(await of("d")).toBe("D");
  expect(ask.mock.calls).toEqual([[["a", "b", "c"]], [["d"]]]);
});

it("asks for two hundred at once at most", async () => {
  const ask = vi.fn<(ids: string[]) => Promise<Map<string, number>>>(async () => new Map());
  const of = batched(ask);
  await Promise.all(Array.from({ length: 201 }, (_, index) => of(`${index}`)));
  expect(ask.mock.calls.map(([ids]) => ids.length)).toEqual([200, 1]);
});

it("tells everybody who asked when it fails", async () => {
  const of = batched(async () => {
    throw new Error("offline");
  });
  const answers = await Promise.allSettled([of("a"), of("b")]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
