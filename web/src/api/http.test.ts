import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { upload } from "./http";

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
