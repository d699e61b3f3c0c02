import type { CustomFieldPatch } from "@/api/generated/types.gen.ts";

/** A choice while it is edited: what it is called, and what it was called when the dialog opened. */
export interface Choice {
  id: string;
  was: string | null;
  name: string;
}

/** Choices to begin with. A choice that is there is told by its old name, a new one by its number. */
export const choicesOf = (names: readonly string[]): Choice[] =>
  names.map((name) => ({ id: `was ${name}`, was: name, name }));

/** One more, without a name yet. */
export function withNew(choices: readonly Choice[]): Choice[] {
  const numbers = choices.map(({ id }) => Number(id.match(/^new (\d+)$/)?.[1] ?? 0));
  return [...choices, { id: `new ${Math.max(0, ...numbers) + 1}`, was: null, name: "" }];
}

/** What is sent of the choices: those that were left without a name are not meant. */
export function namesOf(choices: readonly Choice[]): string[] {
  return choices.map(({ name }) => name.trim()).filter((name) => name !== "");
}

/** What of the choices differs from before: their order, and which are called otherwise. */
export function choicesPatch(
  before: readonly string[],
  choices: readonly Choice[],
): Pick<CustomFieldPatch, "choices" | "renamed"> {
  const names = namesOf(choices);
  if (JSON.stringify(names) === JSON.stringify(before)) return {};
  const renamed = choices
    .filter(({ was, name }) => was !== null && name.trim() !== "" && name.trim() !== was)
    .map(({ was, name }) => [was, name.trim()]);
  return { choices: names, renamed: Object.fromEntries(renamed) };
}
