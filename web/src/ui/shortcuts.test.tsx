import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  enableShortcuts,
  listenForShortcuts,
  listShortcuts,
  type Shortcut,
  useShortcuts,
} from "./shortcuts.ts";

const run = vi.fn<(what: string) => void>();
const shortcuts: Shortcut[] = [
  { keys: "g l", label: "Leads", group: "Go to", run: () => run("leads"), global: true },
  { keys: "mod+k", label: "Search", group: "Everywhere", run: () => run("search"), global: true },
  { keys: "v", label: "Convert", group: "On this page", run: () => run("convert") },
];

function Page() {
  useShortcuts(shortcuts);
  return <input aria-label="Name" />;
}

let stop = () => {};
beforeEach(() => {
  run.mockClear();
  enableShortcuts(true);
  stop = listenForShortcuts(document);
});
afterEach(() => stop());

it("runs single keys and sequences, but not while somebody types", async () => {
  const { getByLabelText } = render(<Page />);
  await userEvent.keyboard("gl");
  await userEvent.keyboard("v");
  expect(run.mock.calls).toEqual([["leads"], ["convert"]]);
  await userEvent.type(getByLabelText("Name"), "vgl");
  expect(run).toHaveBeenCalledTimes(2);
});

it("runs a chord while somebody types, and with single keys switched off", async () => {
  const { getByLabelText } = render(<Page />);
  enableShortcuts(false);
  await userEvent.click(getByLabelText("Name"));
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.click(document.body);
  await userEvent.keyboard("vgl");
  expect(run.mock.calls).toEqual([["search"]]);
});

it("lists what only this page can before what every page can, and nothing of a page that is left", () => {
  const { unmount } = render(<Page />);
  expect(listShortcuts().map(({ label }) => label)).toEqual(["Convert", "Leads", "Search"]);
  unmount();
  expect(listShortcuts()).toEqual([]);
});
