import { describe, expect, it } from "vitest";
import { createUploadQueue, type Send } from "./upload-queue.ts";

/* A way to send whose end the test decides. */
function sender() {
  const calls: {
    name: string;
    end: () => void;
    fail: (error: unknown) => void;
    tell: (sent: number) => void;
  }[] = [];
  const send: Send = (file, { onProgress, signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
      calls.push({ name: file.name, end: () => resolve(null), fail: reject, tell: onProgress });
    });
  return { send, calls };
}

const files = (...names: string[]) => names.map((name) => new File(["x"], name));
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("the queue of uploads", () => {
  it("sends three at a time, in order", async () => {
    const { send, calls } = sender();
    const queue = createUploadQueue(send);
    queue.add(files("a", "b", "c", "d"));
    expect(calls.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    calls[1]?.end();
    await settle();
    expect(calls.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
    expect(queue.list().map(({ file }) => file.name)).toEqual(["a", "c", "d"]);
  });

  it("tells how far each is", () => {
    const { send, calls } = sender();
    const queue = createUploadQueue(send);
    let told = 0;
    queue.subscribe(() => told++);
    queue.add(files("a"));
    calls[0]?.tell(7);
    expect(queue.list()[0]).toMatchObject({ state: "sending", sent: 7 });
    expect(told).toBeGreaterThan(1);
  });

  it("keeps what failed, to be tried again or let go", async () => {
    const { send, calls } = sender();
    const queue = createUploadQueue(send);
    queue.add(files("a"));
    calls[0]?.fail(new Error("no"));
    await settle();
    const key = queue.list()[0]?.key ?? 0;
    expect(queue.list()[0]).toMatchObject({ state: "failed", error: new Error("no") });
    queue.retry(key);
    expect(calls).toHaveLength(2);
    calls[1]?.fail(new Error("no"));
    await settle();
    queue.remove(key);
    expect(queue.list()).toEqual([]);
  });

  it("stops one and goes on with the next", async () => {
    const { send, calls } = sender();
    const queue = createUploadQueue(send);
    queue.add(files("a", "b", "c", "d"));
    queue.remove(queue.list()[0]?.key ?? 0);
    await settle();
    expect(queue.list().map(({ file }) => file.name)).toEqual(["b", "c", "d"]);
    expect(calls.at(-1)?.name).toBe("d");
  });
});
