import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  enableShortcuts,
  listenForShortcuts,
  listShortcuts,
  type Shortcut,
  ShortcutScope,
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
  stop = listenForShortcuts(document, () => {});
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

const TRASH: Shortcut[] = [
  { keys: "#", label: "Trash", group: "On this page", run: () => run("trash") },
];

function Panel() {
  const region = useRef<HTMLDivElement>(null);
  return (
    <ShortcutScope value={region}>
      <div ref={region}>
        <Inside />
      </div>
    </ShortcutScope>
  );
}

function Inside() {
  useShortcuts(TRASH);
  return <button type="button">In the panel</button>;
}

it("keeps a panel's keys to whoever stands in the panel, and offers them in the palette from everywhere", async () => {
  const { getByRole } = render(
    <>
      <Page />
      <button type="button">In the list</button>
      <Panel />
    </>,
  );
  getByRole("button", { name: "In the list" }).focus();
  await userEvent.keyboard("#");
  expect(run).not.toHaveBeenCalled();
  expect(listShortcuts().map(({ label }) => label)).toContain("Trash");
  getByRole("button", { name: "In the panel" }).focus();
  await userEvent.keyboard("#");
  expect(run.mock.calls).toEqual([["trash"]]);
});
