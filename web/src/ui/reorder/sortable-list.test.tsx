import { I18nProvider } from "@lingui/react";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { i18n } from "@/i18n/i18n.ts";
import { placeAt } from "./drag-row.ts";
import { SortableList } from "./sortable-list.tsx";

function Letters() {
  const [letters, setLetters] = useState(["A", "B", "C"]);
  return (
    <SortableList
      label="Letters"
      items={letters}
      keyOf={(letter) => letter}
      nameOf={(letter) => letter}
      onMove={(letter, to) => {
        const rest = letters.filter((other) => other !== letter);
        setLetters(rest.toSpliced(to, 0, letter));
      }}
    >
      {(letter) => <b>{letter}</b>}
    </SortableList>
  );
}

const order = () => screen.getAllByRole("listitem").map((row) => row.textContent);

it("moves a row with the arrow keys, keeps the focus on it and says where it is", async () => {
  render(
    <I18nProvider i18n={i18n}>
      <Letters />
    </I18nProvider>,
  );
  screen.getByRole("button", { name: /^Move A/ }).focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(order()).toEqual(["B", "A", "C"]);
  expect(screen.getByRole("button", { name: /^Move A/ })).toHaveFocus();
  expect(screen.getByRole("status")).toHaveTextContent("A is number 2 of 3");
  await userEvent.keyboard("{End}");
  expect(order()).toEqual(["B", "C", "A"]);
  await userEvent.keyboard("{ArrowDown}");
  expect(order()).toEqual(["B", "C", "A"]);
  await userEvent.keyboard("{Home}");
  expect(order()).toEqual(["A", "B", "C"]);
});

it("counts the place of a dropped row without the row itself", () => {
  expect(placeAt(0, 2, "before")).toBe(1);
  expect(placeAt(0, 2, "after")).toBe(2);
  expect(placeAt(2, 0, "before")).toBe(0);
  expect(placeAt(2, 0, "after")).toBe(1);
  expect(placeAt(1, 0, "after")).toBe(1);
});
