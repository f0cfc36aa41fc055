import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import OwnFactor from "./OwnFactor.vue";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

const none = { rule: "allowed", set_up_at: null, recovery_codes_left: 0 };
const standing = { rule: "allowed", set_up_at: Date.UTC(2026, 10, 18), recovery_codes_left: 2 };

/** Answers by method and path, and gives what was sent. */
async function opened(replies: Record<string, [number, unknown]>) {
  const sent: [string, unknown][] = [];
  vi.stubGlobal("fetch", (path: string, request?: RequestInit) => {
    const asked = `${request?.method ?? "GET"} ${path}`;
    if (request?.body) sent.push([asked, JSON.parse(String(request.body))]);
    const [status, body] = replies[asked]!;
    if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
    const type = status < 400 ? "application/json" : "application/problem+json";
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": type } }));
  });
  const shown = show(OwnFactor, {});
  await settled();
  const { page } = shown;
  const field = (name: string) => page.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const type = (name: string, text: string) => shown.type(field(name)!, text);
  const submit = async () => {
    page.querySelector("form")!.dispatchEvent(new Event("submit"));
    await settled();
  };
  const key = (word: string) => [...page.querySelectorAll("button")].find((one) => one.textContent.includes(word));
  return { page, sent, field, type, submit, key };
}

it("is set up by password and first code, and shows its recovery codes until they are kept", async () => {
  const replies: Record<string, [number, unknown]> = {
    "GET /api/session/factor": [200, none],
    "POST /api/session/factor": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
    "POST /api/session/factor/confirm": [422, { code: "wrong_factor_code", status: 422, title: "", detail: "" }],
  };
  const { page, sent, field, type, submit, key } = await opened(replies);
  expect(page.textContent).toContain(t.value.factor.off);
  expect(field("factor-code")).toBeNull();
  await submit();
  expect([sent.length, page.querySelector('[role="alert"]')?.textContent]).toEqual([0, t.value.common.required]);
  await type("factor-password", "yellow river raft");
  await submit();
  expect(sent).toEqual([["POST /api/session/factor", { password: "yellow river raft", code: null }]]);
  await type("first-code", "000000");
  await submit();
  expect(page.querySelector('[role="alert"]')?.textContent).toBe(t.value.rule.wrong_factor_code);
  expect(field("first-code")?.value).toBe("000000");
  replies["POST /api/session/factor/confirm"] = [200, { codes: ["AAAAABBBBB"] }];
  replies["GET /api/session/factor"] = [200, standing];
  await type("first-code", "123456");
  await submit();
  expect(page.textContent).toContain("AAAAA-BBBBB");
  key(t.value.factor.kept)?.click();
  await settled();
  expect(page.textContent).not.toContain("AAAAA-BBBBB");
  expect(page.textContent).toContain(t.value.factor.few);
});

it("says that it is on when the answer was lost, and how to come by recovery codes", async () => {
  const replies: Record<string, [number, unknown]> = {
    "GET /api/session/factor": [200, none],
    "POST /api/session/factor": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
    "POST /api/session/factor/confirm": [422, { code: "factor_over", status: 422, title: "", detail: "" }],
  };
  const { page, field, type, submit } = await opened(replies);
  await type("factor-password", "yellow river raft");
  await submit();
  await type("first-code", "123456");
  await submit();
  expect(page.querySelector('[role="alert"]')?.textContent).toBe(t.value.rule.factor_over);
  expect(field("first-code")?.value).toBe("123456");
  for (const lost of [[0, null], [422, { code: "factor_over", status: 422, title: "", detail: "" }]] as [number, unknown][]) {
    replies["POST /api/session/factor/confirm"] = lost;
    replies["GET /api/session/factor"] = [200, { ...standing, set_up_at: standing.set_up_at + lost[0], recovery_codes_left: 10 }];
    await submit();
    expect([field("first-code"), page.querySelector('[role="alert"]')?.textContent]).toEqual([null, t.value.factor.unseen]);
    await type("factor-password", "yellow river raft");
    await type("factor-code", "123456");
    await submit();
    await type("first-code", "123456");
  }
});

it("says so too when it could not be asked at once, and one went back from it", async () => {
  const replies: Record<string, [number, unknown]> = {
    "GET /api/session/factor": [200, none],
    "POST /api/session/factor": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
    "POST /api/session/factor/confirm": [0, null],
  };
  const { page, field, type, submit, key } = await opened(replies);
  await type("factor-password", "yellow river raft");
  await submit();
  replies["GET /api/session/factor"] = [0, null];
  await type("first-code", "123456");
  await submit();
  expect(field("first-code")?.value).toBe("123456");
  key(t.value.factor.cancel)?.click();
  await settled();
  replies["GET /api/session/factor"] = [200, { ...standing, recovery_codes_left: 10 }];
  key(t.value.common.retry)?.click();
  await settled();
  expect([field("first-code"), page.querySelector('[role="alert"]')?.textContent]).toEqual([null, t.value.factor.unseen]);
});

it("asks for a code of the one that stands before another is drawn", async () => {
  const { sent, type, submit, key } = await opened({
    "GET /api/session/factor": [200, standing],
    "POST /api/session/factor": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
  });
  expect(key(t.value.factor.remove)).toBeDefined();
  await type("factor-password", "yellow river raft");
  await submit();
  expect(sent).toEqual([]);
  await type("factor-code", "123456");
  await submit();
  expect(sent).toEqual([["POST /api/session/factor", { password: "yellow river raft", code: "123456" }]]);
});

it("cannot be switched off where everybody must have one", async () => {
  const required = { ...standing, rule: "required" };
  const { page, key } = await opened({ "GET /api/session/factor": [200, required] });
  expect(key(t.value.factor.remove)).toBeUndefined();
  expect(key(t.value.factor.change)).toBeDefined();
  expect(page.textContent).toContain(t.value.factor.required);
});
