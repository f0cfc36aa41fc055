import { afterEach, describe, expect, it, vi } from "vitest";
import { comeBack, enter, secretOf } from "./pass";

interface Reply { status: number; body: unknown }

/** Answers by path; records what was asked. */
function server(replies: Record<string, Reply>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string, { method }: { method: string }) => {
    asked.push(`${method} ${path}`);
    const { status, body } = replies[path.replace("/api", "")] ?? { status: 500, body: {} };
    return Promise.resolve({ ok: status < 300, status, text: () => Promise.resolve(JSON.stringify(body)) });
  });
  return asked;
}

const problem = (status: number, code: string, more = {}): Reply => ({ status, body: { status, code, ...more } });
const pass: Reply = { status: 200, body: { hearing: "h", seat: "s" } };

afterEach(() => vi.unstubAllGlobals());

describe("the door of a hearing", () => {
  it("reads the secret from the fragment only", () => {
    expect(secretOf("#K7QX-1")).toBe("K7QX-1");
    expect(secretOf("")).toBeNull();
    expect(secretOf("#")).toBeNull();
    expect(secretOf("#K7QX%20")).toBe("K7QX");
    expect(secretOf("#K7QX%")).toBe("K7QX%");
  });

  it("opens for a link that was not used", async () => {
    const asked = server({ "/seat/exchange": pass });
    expect(await enter("k")).toMatchObject({ is: "open", pass: { seat: "s" } });
    expect(asked).toEqual(["POST /api/seat/exchange"]);
  });

  it("is asked again as the same page where the answer is lost, and after a reload", async () => {
    vi.useFakeTimers();
    const sent: { nonce: string }[] = [];
    vi.stubGlobal("fetch", (_path: string, { body }: { body: string }) => {
      sent.push(JSON.parse(body) as { nonce: string });
      const answer = { ok: true, status: 200, text: () => Promise.resolve(JSON.stringify(pass.body)) };
      return sent.length === 1 ? new Promise(() => undefined) : Promise.resolve(answer);
    });
    const entered = enter("k");
    await vi.advanceTimersByTimeAsync(3000);
    expect(await entered).toMatchObject({ is: "open" });
    await enter("k");
    vi.useRealTimers();
    expect(sent[0]?.nonce.length).toBeGreaterThan(15);
    expect(sent.slice(1)).toEqual([sent[0], sent[0]]);
  });

  it("opens again for a link that was used on this very device", async () => {
    server({ "/seat/exchange": problem(410, "link_used"), "/seat": pass });
    expect(await enter("k")).toMatchObject({ is: "open" });
  });

  it("stays shut for a link that was used on another device", async () => {
    server({ "/seat/exchange": problem(410, "link_used"), "/seat": problem(401, "unauthenticated") });
    expect(await enter("k")).toMatchObject({ is: "failed", error: { code: "link_used" } });
  });

  it("says when it opens, when it is too early", async () => {
    server({ "/seat/exchange": problem(425, "too_early", { opens_at: 5, starts_at: 9 }) });
    expect(await enter("k")).toMatchObject({ is: "early", opensAt: 5, startsAt: 9, secret: "k" });
  });

  it("names no time where it was postponed to none yet", async () => {
    server({ "/seat/exchange": problem(425, "too_early") });
    expect(await enter("k")).toEqual({ is: "early", secret: "k", opensAt: null, startsAt: null });
  });

  it.each([["no_such_link", 404], ["hearing_over", 410]])("tells %s apart", async (code, status) => {
    server({ "/seat/exchange": problem(status, code) });
    expect(await enter("k")).toMatchObject({ is: "failed", error: { code } });
  });

  it("without a link and without a seat asks for the link", async () => {
    server({ "/seat": problem(401, "unauthenticated") });
    expect(await comeBack()).toEqual({ is: "no_link" });
  });

  it("does not take a broken line for a missing seat", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    expect(await comeBack()).toMatchObject({ is: "failed", error: { code: "unreachable" } });
  });
});
