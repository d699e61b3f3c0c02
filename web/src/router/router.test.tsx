import { act, render, screen } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { createHistory } from "./history.ts";
import { KeptPages } from "./kept-pages.tsx";
import { createRouter, type Router } from "./router.ts";
import { type PageProps, route } from "./routes.ts";

const calls: string[] = [];

function Thing({ params }: PageProps<unknown, { id: string }>) {
  useEffect(() => {
    calls.push(`wake ${params.id}`);
    return () => void calls.push(`sleep ${params.id}`);
  }, [params.id]);
  return <p>{`thing ${params.id}`}</p>;
}

function setUp(signedIn = true) {
  const loaded = vi.fn<(id: string, ahead: boolean) => void>();
  const router = createRouter({
    history: createHistory(window),
    signedIn: async () => signedIn,
    signInHref: ({ href }) => `/sign-in?next=${href}`,
    routes: [
      route({ path: "/sign-in", bare: true, page: async () => () => <p>sign in</p> }),
      route({ path: "/old", redirect: () => "/things/new", page: async () => () => null }),
      route<unknown, { id: string }>({
        path: "/things/$id",
        load: ({ params }, ahead) => loaded(params.id, ahead),
        page: async () => Thing,
      }),
    ],
  });
  return { router, loaded };
}

/* Goes somewhere and waits until that is shown. */
async function go(router: Router, href: string): Promise<void> {
  const shown = new Promise<void>((resolve) => {
    const stop = router.subscribe(() => {
      stop();
      resolve();
    });
  });
  router.history.push(href);
  await shown;
}

beforeEach(() => {
  window.history.replaceState(null, "", "/");
  calls.length = 0;
});

it("shows a page when its code is here, and goes where it is sent", async () => {
  const { router, loaded } = setUp();
  await go(router, "/things/a?x=1");
  expect(router.shown?.params).toEqual({ id: "a" });
  expect(router.shown?.search).toEqual({ x: 1 });
  await go(router, "/old");
  expect(window.location.pathname).toBe("/things/new");
  await router.preload("/things/later");
  expect(loaded.mock.calls).toEqual([
    ["a", false],
    ["new", false],
    ["later", true],
  ]);
});

it("lets nobody in who is not signed in, and knows where they wanted to be", async () => {
  const { router } = setUp(false);
  await go(router, "/things/a");
  expect(router.history.location.href).toBe("/sign-in?next=/things/a");
});

it("holds a step back until it is decided", async () => {
  const { router } = setUp();
  await go(router, "/things/a");
  let proceed = () => {};
  const stop = router.history.guard((next, go) => {
    proceed = go;
    return next.pathname === "/things/b";
  });
  router.history.push("/things/b");
  expect(window.location.pathname).toBe("/things/a");
  proceed();
  expect(window.location.pathname).toBe("/things/b");
  stop();
});

it("keeps pages asleep behind the one that is shown, and wakes them as they were", async () => {
  const { router } = setUp();
  const fallback = () => null;
  await go(router, "/things/a");
  const first = router.shown;
  await go(router, "/things/b");
  const second = router.shown;
  if (!first || !second) throw new Error("Nothing is shown.");
  const view = render(<KeptPages shown={first} fallback={fallback} />);
  const node = screen.getByText("thing a");
  await act(async () => view.rerender(<KeptPages shown={second} fallback={fallback} />));
  expect(node).not.toBeVisible();
  expect(screen.getByText("thing b")).toBeVisible();
  await act(async () => view.rerender(<KeptPages shown={first} fallback={fallback} />));
  expect(screen.getByText("thing a")).toBe(node);
  expect(node).toBeVisible();
  expect(calls).toEqual(["wake a", "sleep a", "wake b", "sleep b", "wake a"]);
});
