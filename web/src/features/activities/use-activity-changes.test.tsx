import { I18nProvider } from "@lingui/react";
import { QueryClientProvider, QueryObserver } from "@tanstack/react-query";
import { act, render, renderHook, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Activity } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { createQueryClient } from "@/api/query-client.ts";
import type { ListPages } from "@/features/records/list-pages.ts";
import { keysOf } from "@/features/records/resource.ts";
import { i18n } from "@/i18n/i18n.ts";
import { ToastViewport } from "@/ui/overlay/toast-viewport.tsx";
import { activities } from "./activities.ts";
import { useActivityChanges } from "./use-activity-changes.ts";

const here = { timeZone: "UTC", today: "2026-11-23", locale: "en" };
const KEY = keysOf("activities").list({ sort: "at" });

function task(id: string, due_at: string, version = 1): Activity {
  const created_at = "2026-11-01T09:00:00Z";
  const times = { due_at, at: due_at, created_at, updated_at: created_at, done_at: null };
  return { id, kind: "task", subject: `Task ${id}`, lead_id: "l", version, ...times };
}

const late = task("late", "2026-11-20T17:00:00Z");
const later = task("later", "2026-11-21T17:00:00Z");

function agenda() {
  const client = createQueryClient();
  const list: ListPages<Activity> = {
    pages: [{ items: [late, later] }],
  };
  client.setQueryData(KEY, list);
  // the list is on the screen, and asking for it again takes longer than these tests
  const queryFn = () => new Promise<typeof list>(() => {});
  new QueryObserver(client, { queryKey: KEY, queryFn }).subscribe(() => {});
  const refocus = vi.fn<() => void>();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </I18nProvider>
  );
  const { result } = renderHook(() => useActivityChanges("overdue", here, refocus), { wrapper });
  const subjects = () =>
    client
      .getQueryData<ListPages<Activity>>(KEY)
      ?.pages.flatMap((page) => page.items.map((row) => row.subject));
  return { changes: () => result.current, client, refocus, subjects };
}

beforeEach(() => {
  render(
    <I18nProvider i18n={i18n}>
      <ToastViewport />
    </I18nProvider>,
  );
});

it("takes a row out of the tab as soon as it is done, and puts it back when that is undone", async () => {
  const update = vi.spyOn(activities, "update");
  update.mockImplementation(async (_id, version) => ({ ...late, version: version + 1 }));
  const { changes, subjects, refocus } = agenda();
  act(() => changes().tick(late));
  expect(subjects()).toEqual(["Task later"]);
  expect(refocus).toHaveBeenCalled();
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(subjects()).toEqual(["Task late", "Task later"]);
  await waitFor(() => expect(update).toHaveBeenCalledTimes(2));
  expect(update).toHaveBeenNthCalledWith(1, "late", 1, { done_at: expect.any(String) });
  expect(update).toHaveBeenNthCalledWith(2, "late", 2, { done_at: null });
});

it("leaves a row that moves to another day of the same tab where it is", async () => {
  const update = vi.spyOn(activities, "update");
  const due_at = "2026-11-22T17:00:00Z";
  update.mockImplementation(async () => ({ ...late, due_at, at: due_at, version: 2 }));
  const { changes, subjects } = agenda();
  act(() => changes().reschedule(late, due_at));
  expect(subjects()).toEqual(["Task late", "Task later"]);
  expect(await screen.findAllByText("Moved to Nov 22, 2026: Task late")).not.toHaveLength(0);
  expect(update).toHaveBeenCalledWith("late", 1, { due_at });
});

it("puts a row back when the server refuses, and says why", async () => {
  const update = vi.spyOn(activities, "update");
  update.mockRejectedValue(
    new ProblemError({ status: 403, code: "forbidden", detail: "Not yours." }),
  );
  const { changes, subjects } = agenda();
  act(() => changes().tick(late));
  expect(subjects()).toEqual(["Task later"]);
  expect(await screen.findAllByText("Not yours.")).not.toHaveLength(0);
  expect(subjects()).toEqual(["Task late", "Task later"]);
});
