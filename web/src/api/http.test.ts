import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { getSurely } from "./http";
import { upload } from "./upload";

/** A line on which nothing happens but what the test says. */
class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: Partial<ProgressEvent>) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  status = 200;
  responseText = "{}";
  constructor() { FakeRequest.last = this; }
  open() {}
  send() {}
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
  moved(loaded: number) { this.upload.onprogress?.({ lengthComputable: true, loaded, total: 100 }); }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const begin = (cancel?: AbortSignal) => {
  const told = vi.fn();
  const shares: number[] = [];
  upload("/x", new FormData(), (share) => shares.push(share), cancel).then(told, ({ code }) => told(code));
  return { told, shares };
};

it("an upload goes on as long as something moves, and ends when nothing does", async () => {
  const { told, shares } = begin();
  for (const loaded of [10, 20, 30]) {
    await vi.advanceTimersByTimeAsync(50_000);
    FakeRequest.last.moved(loaded);
  }
  expect([shares, told.mock.calls]).toEqual([[0.1, 0.2, 0.3], []]);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(told).toHaveBeenCalledWith("unreachable");
});

it("an upload waits longer for the answer than for the next byte", async () => {
  const { told } = begin();
  FakeRequest.last.moved(100);
  await vi.advanceTimersByTimeAsync(200_000);
  expect(told).not.toHaveBeenCalled();
  FakeRequest.last.onload?.();
  FakeRequest.last.onloadend?.();
  await vi.advanceTimersByTimeAsync(400_000);
  expect(told.mock.calls).toEqual([[{}]]);
});

it("an upload can be given up", async () => {
  const giveUp = new AbortController();
  const { told } = begin(giveUp.signal);
  giveUp.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveBeenCalledWith("cancelled");
});

/** Answers by turns: a status, or nothing at all before the request is given up. */
function answering(statuses: readonly (number | null)[]): () => number {
  let asked = 0;
  vi.stubGlobal("fetch", (_path: string, { signal }: RequestInit) => {
    const status = statuses[asked++] ?? null;
    return new Promise((resolve, reject) => {
      if (status !== null) resolve({ ok: status < 300, status, text: () => Promise.resolve(JSON.stringify({ status })) });
      signal?.addEventListener("abort", () => reject(new Error("given up")));
    });
  });
  return () => asked;
}

it.each([
  ["an answer that comes is not asked for twice", [200], 60_000, 1, { status: 200 }],
  ["what hangs is asked for again beside it", [null, null, 200], 7000, 3, { status: 200 }],
  ["a refusal is an answer", [null, 401], 3000, 2, 401],
  ["when nothing answers it says so in the end", [null, null, null, null], 32_000, 4, 0],
] as const)("%s", async (_, statuses, after, times, told) => {
  const asked = answering(statuses);
  const heard = vi.fn();
  getSurely("/seat").then(heard, ({ status }) => heard(status));
  await vi.advanceTimersByTimeAsync(after);
  expect(heard.mock.calls).toEqual([[told]]);
  expect(asked()).toBe(times);
});
