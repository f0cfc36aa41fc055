import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { settled, show } from "../parts/show";
import { t } from "../text";
import { ended, me } from "./session";
import SignInForm from "./SignInForm.vue";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
  me.value = null;
});

type Reply = [number, unknown];

/** Answers by path, the newest reply of each; gives what was sent. */
function answering(replies: Record<string, Reply>) {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, request?: RequestInit) => {
    sent.push(JSON.parse(String(request?.body)));
    const [status, body] = replies[path]!;
    if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
    const type = status < 400 ? "application/json" : "application/problem+json";
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": type } }));
  });
  return sent;
}

const step = (setUp: boolean): Reply => [202, { step: "abc", expires_at: 1, set_up: setUp, password_over: false }];
const came = (codes: string[]): Reply => [200, { me: { id: "one" }, recovery_codes: codes }];
const refused = (code: string): Reply => [422, { code, status: 422, title: "", detail: "" }];

/** The password is given. */
async function begun() {
  const done = vi.fn();
  const shown = show(SignInForm, { onDone: done });
  await nextTick();
  const field = (name: string) => shown.page.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const submit = async () => {
    shown.page.querySelector("form")!.dispatchEvent(new Event("submit"));
    await settled();
  };
  await shown.type(field("username")!, "chen");
  await shown.type(field("password")!, "yellow river raft");
  await submit();
  const give = async (code: string) => {
    await shown.type(field("code")!, code);
    await submit();
  };
  return { page: shown.page, done, field, give, submit, type: shown.type };
}

const alarm = (page: HTMLElement) => page.querySelector('[role="alert"]')?.textContent;

it("asks for the code after the password, and is in after it", async () => {
  const replies = { "/api/session": step(false), "/api/session/second": refused("wrong_factor_code") };
  const sent = answering(replies);
  ended.value = true;
  const { page, done, field, give } = await begun();
  expect(done).not.toHaveBeenCalled();
  expect(me.value).toBeNull();
  await give("１２３ 456");
  expect(sent.at(-1)).toEqual({ step: "abc", code: "123 456" });
  expect([alarm(page), field("code")?.value]).toEqual([t.value.rule.wrong_factor_code, "１２３ 456"]);
  replies["/api/session/second"] = came([]);
  await give("654321");
  expect(done).toHaveBeenCalledOnce();
  expect([me.value?.id, ended.value]).toEqual(["one", false]);
});

it("asks for a new password in place of one over its age, with the password or with the code", async () => {
  const replies: Record<string, Reply> = { "/api/session": refused("password_over") };
  const sent = answering(replies);
  const { page, field, give, submit, type } = await begun();
  expect([alarm(page), page.textContent?.includes(t.value.renewal.about)]).toEqual(["", true]);
  await submit();
  expect([alarm(page), sent.length]).toEqual([t.value.ownPassword.differ, 1]);
  for (const name of ["new", "again"]) await type(field(name)!, "yellow river raft 1908");
  replies["/api/session"] = [202, { step: "abc", expires_at: 1, set_up: false, password_over: true }];
  replies["/api/session/second"] = came([]);
  await submit();
  expect(sent.at(-1)).toEqual({ username: "chen", password: "yellow river raft", new_password: "yellow river raft 1908" });
  await give("123456");
  expect([alarm(page), sent.length]).toEqual([t.value.ownPassword.differ, 2]);
  for (const name of ["new", "again"]) await type(field(name)!, "yellow river raft 1908");
  await give("123456");
  expect(sent.at(-1)).toEqual({ step: "abc", code: "123456", new_password: "yellow river raft 1908" });
});

it("sends no new password that nobody sees any more", async () => {
  const sent = answering({ "/api/session": refused("password_over") });
  const { page, field, submit, type } = await begun();
  for (const name of ["new", "again"]) await type(field(name)!, "yellow river raft 1908");
  await type(field("username")!, "li");
  await submit();
  expect(sent.at(-1)).toEqual({ username: "li", password: "yellow river raft" });
  await submit();
  expect([alarm(page), sent.length]).toEqual([t.value.ownPassword.differ, 2]);
});

it("sends nothing while no code is typed", async () => {
  const sent = answering({ "/api/session": step(false) });
  const { page, give } = await begun();
  await give(" ");
  expect(sent.length).toBe(1);
  expect(alarm(page)).toBe(t.value.second.empty);
});

it("says of codes that they were wrong too often, and counts down to the next try", async () => {
  const locked: Reply = [429, { code: "locked", status: 429, title: "", detail: "", retry_after_s: 2 }];
  const sent = answering({ "/api/session": step(false), "/api/session/second": locked });
  const { page, field, give } = await begun();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const key = () => page.querySelector<HTMLButtonElement>('button[type="submit"]')!;
  await give("123456");
  expect([alarm(page), key().disabled, field("code")?.value]).toEqual([t.value.second.locked(2), true, "123456"]);
  await give("123456");
  expect(sent.length).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(alarm(page)).toBe(t.value.second.locked(1));
  await vi.advanceTimersByTimeAsync(1000);
  expect([alarm(page), key().disabled]).toEqual([t.value.signIn.unlocked, false]);
});

it("takes a recovery code instead", async () => {
  const sent = answering({ "/api/session": step(false), "/api/session/second": came([]) });
  const { page, give, field } = await begun();
  page.querySelector<HTMLElement>("[data-do=other]")!.click();
  await settled();
  expect(field("code")?.getAttribute("inputmode")).toBe("text");
  await give("ABCDE-FGHJK");
  expect(sent.at(-1)).toEqual({ step: "abc", code: "ABCDE-FGHJK" });
});

it("asks for the password again when it took too long", async () => {
  answering({ "/api/session": step(false), "/api/session/second": refused("step_over") });
  const { page, field, give } = await begun();
  await give("123456");
  expect([field("username")?.value, field("password")?.value]).toEqual(["chen", ""]);
  expect(alarm(page)).toBe(t.value.second.over);
});

it("sets an authenticator up for who must have one, and goes on only when its recovery codes are kept", async () => {
  answering({
    "/api/session": step(true),
    "/api/session/second/set-up": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
    "/api/session/second": came(["AAAAABBBBB"]),
  });
  const { page, done, give } = await begun();
  expect(page.querySelector("[data-part=secret]")?.textContent).toBe("ABCD EFGH");
  expect(page.querySelector(".qr svg")).not.toBeNull();
  await give("123456");
  expect(page.textContent).toContain("AAAAA-BBBBB");
  expect(page.textContent).toContain(t.value.factor.others);
  expect(done).not.toHaveBeenCalled();
  page.querySelector<HTMLElement>("[data-do=kept]")!.click();
  expect(done).toHaveBeenCalledOnce();
});

it.each(["sent again", "gone back by hand"])("says that an authenticator may be on when the answer was lost, %s", async (how) => {
  const replies: Record<string, Reply> = {
    "/api/session": step(true),
    "/api/session/second/set-up": [200, { secret: "ABCDEFGH", uri: "otpauth://totp/x?secret=ABCDEFGH" }],
    "/api/session/second": [0, null],
  };
  answering(replies);
  const { page, field, give } = await begun();
  await give("123456");
  expect(field("code")?.value).toBe("123456");
  replies["/api/session/second"] = refused("step_over");
  if (how === "sent again") await give("123456");
  else [...page.querySelectorAll("button")].find((one) => one.textContent.includes(t.value.second.back))?.click();
  await settled();
  expect([field("username")?.value, field("password")?.value, alarm(page)]).toEqual(["chen", "", t.value.second.unseen]);
});
