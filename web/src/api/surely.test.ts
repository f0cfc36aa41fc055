// @vitest-environment node
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Http = typeof import("./http");
let postSurely: Http["postSurely"];
let Problem: Http["Problem"];

interface Asked {
  readonly sent: unknown;
  readonly coding: string | undefined;
  readonly signal: AbortSignal | null | undefined;
  answer(status: number, said: string): void;
  /** The line is cut. */
  fail(): void;
}
let asked: Asked[];
let race: AbortController;

/** As long as an offer, and as full of repetitions. */
const LONG = { offer: "a=rtcp-fb:96 nack pli\r\n".repeat(400) };
const SHORT = { hearing: "h" };
const TICKET = '{"ticket":"t"}';

const text = (body: unknown) => (typeof body === "string" ? body : gunzipSync(new Uint8Array(body as ArrayBuffer)).toString());
const codings = () => asked.map(({ coding }) => coding);
const times = (n: number) => vi.waitFor(() => expect(asked).toHaveLength(n));

beforeEach(async () => {
  vi.resetModules(); // each is a page of its own
  ({ postSurely, Problem } = await import("./http"));
  [asked, race] = [[], new AbortController()];
  vi.stubGlobal("fetch", (_path: string, { body, headers, signal }: RequestInit) => new Promise((resolve, reject) => {
    const coding = (headers as Record<string, string>)["content-encoding"];
    const answer = (status: number, said: string) => resolve({ ok: status < 300, status, text: () => Promise.resolve(said) });
    signal?.addEventListener("abort", () => reject(new Error("given up")));
    const fail = () => reject(new TypeError("Failed to fetch"));
    asked.push({ sent: JSON.parse(text(body)), coding, signal, answer, fail });
  }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  ["compressed where the browser can", LONG, true, "gzip"],
  ["plain where it cannot", LONG, false, undefined],
  ["plain where it fits a packet", SHORT, true, undefined],
] as const)("what is asked for is sent %s", async (_, body, can, coding) => {
  if (!can) vi.stubGlobal("CompressionStream", undefined);
  const answered = postSurely("/tickets", body, race);
  await times(1);
  expect([asked[0]?.sent, asked[0]?.coding]).toEqual([body, coding]);
  asked[0]?.answer(200, TICKET);
  expect(await answered).toEqual({ ticket: "t" });
});

it("what a box on the way refuses compressed is sent plain", async () => {
  const answered = postSurely("/tickets", LONG, race);
  await times(1);
  asked[0]?.answer(403, "<html>Forbidden</html>");
  await times(2);
  expect(codings()).toEqual(["gzip", undefined]);
  asked[1]?.answer(200, TICKET);
  expect(await answered).toEqual({ ticket: "t" });
});

it.each([
  ["breaks", (one: Asked) => one.fail()],
  ["answers with a page of its own failure", (one: Asked) => one.answer(502, "<html>Bad Gateway</html>")],
  ["swallows until who asks gives up", (_one: Asked) => race.abort()],
] as const)("what a box on the way %s goes plain the next time, and compressed again after that", async (_, ends) => {
  const first = postSurely("/tickets", LONG, race).catch((error: unknown) => error);
  await times(1);
  ends(asked[0]!);
  race = new AbortController();
  const second = postSurely("/tickets", LONG, race); // at once: the first may not have noticed yet
  expect(await first).toBeInstanceOf(Problem);
  await times(2);
  asked[1]?.answer(200, TICKET);
  expect(await second).toEqual({ ticket: "t" });
  const third = postSurely("/tickets", LONG, race);
  await times(3);
  asked[2]?.answer(200, TICKET);
  await third;
  expect(codings()).toEqual(["gzip", undefined, "gzip"]);
});

it("who asks may give up what is sent plain in place of it, too", async () => {
  const answered = postSurely("/tickets", LONG, race).catch((error: unknown) => error);
  await times(1);
  asked[0]?.answer(403, "<html>Forbidden</html>");
  await times(2);
  race.abort();
  expect(await answered).toEqual(new Problem(0, "unreachable"));
});

it("what the server refuses is not asked again", async () => {
  const answered = postSurely("/tickets", LONG, race).catch((error: unknown) => error);
  await times(1);
  asked[0]?.answer(401, '{"code":"unauthenticated"}');
  expect(await answered).toMatchObject({ status: 401, code: "unauthenticated" });
  expect(asked).toHaveLength(1);
});

it("what hangs is asked again beside it: the first answer counts, and the others are given up", async () => {
  vi.useFakeTimers();
  const answered = postSurely("/tickets", SHORT, race);
  for (const [after, n] of [[2999, 1], [1, 2], [3999, 2], [1, 3]] as const) {
    await vi.advanceTimersByTimeAsync(after);
    expect(asked).toHaveLength(n);
  }
  asked[1]?.answer(200, TICKET);
  expect(await answered).toEqual({ ticket: "t" });
  expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
});

it("one that hung too long is given up alone: those that were begun later go on", async () => {
  vi.useFakeTimers();
  const answered = postSurely("/tickets", SHORT, race);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, false, false, false]);
  asked[3]?.answer(200, TICKET);
  expect(await answered).toEqual({ ticket: "t" });
});

it("who asks may give up, and nothing more is asked", async () => {
  vi.useFakeTimers();
  const answered = postSurely("/tickets", SHORT, race).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(4000);
  race.abort();
  expect(await answered).toEqual(new Problem(0, "unreachable"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
});
