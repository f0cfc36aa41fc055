import { createApp, nextTick, type App } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import FilePage from "./FilePage.vue";
import { emptyDraft, pack } from "./draft";

const draft = {
  ...emptyDraft(), title: "小区电梯长期停运", text: "电梯停运三个月，请求督促维修。", place: "620103", contentClass: "property_management" as const,
  name: "马某", phone: "13900000001",
};

let app: App;
let sent: Record<string, unknown>[];
/** What the next filings are answered with; null: the answer is lost. */
let answers: ([number, unknown] | null)[];

const settle = async () => { for (let i = 0; i < 12; i++) await nextTick(); };
const says = () => document.body.textContent ?? "";

async function open(): Promise<void> {
  history.replaceState(null, ""); // else it would go back to its first step, for which see steps.test.ts
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(FilePage);
  app.mount("#app");
  await settle();
}

/** All three steps. */
async function fileIt(): Promise<void> {
  for (let step = 0; step < 3; step++) {
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
  }
}

beforeEach(() => {
  [sent, answers] = [[], []];
  localStorage.setItem("lj.petition", pack(draft));
  vi.stubGlobal("fetch", (path: string, { body }: { body?: string }) => {
    if (path !== "/api/petitions") return Promise.resolve(new Response("[]", { headers: { "content-type": "application/json" } }));
    sent.push(JSON.parse(body ?? "{}") as Record<string, unknown>);
    const answer = answers.shift();
    if (!answer) return Promise.reject(new TypeError("no network"));
    return Promise.resolve(new Response(JSON.stringify(answer[1]), { status: answer[0], headers: { "content-type": "application/json" } }));
  });
  vi.stubGlobal("scrollTo", () => undefined);
});

afterEach(() => {
  app.unmount();
  sessionStorage.clear();
  localStorage.clear();
  vi.unstubAllGlobals();
});

it("sends again after a lost answer under the key it had, also from a page loaded anew", async () => {
  answers = [null, [200, { id: "1", number: "XF1", query_code: "7KQX" }]];
  await open();
  await fileIt();
  app.unmount(); // as when the phone took the page away
  await open();
  await fileIt();
  expect(sent.map(({ key }) => key)).toEqual([sent[0]?.key, sent[0]?.key]);
  expect(says()).toContain("7KQX");
});

it("shows the slip of what had arrived where it was changed since, and keeps what was not filed for another key", async () => {
  answers = [[409, { code: "filed_otherwise", petition: "1", number: "XF1", query_code: "7KQX" }]];
  await open();
  await fileIt();
  expect(says()).toContain("7KQX");
  expect(says()).toContain("表单里现在的内容没有提交");
  expect([localStorage.getItem("lj.petition") !== null, localStorage.getItem("lj.petition.filing")]).toEqual([true, null]);
});

it("has the slip when the page is loaded anew, and not when somebody went on from it", async () => {
  answers = [[201, { id: "1", number: "XF1", query_code: "7KQX" }]];
  await open();
  await fileIt();
  expect([localStorage.length, says().includes("7KQX")]).toEqual([0, true]);
  expect(says(), "the printed page says where the code is used").toContain(`${location.origin}/query`);
  const kept = sessionStorage.getItem("lj.petition.slip") ?? "";
  app.unmount();
  expect(sessionStorage.length).toBe(0);
  sessionStorage.setItem("lj.petition.slip", kept); // a page loaded anew unmounts nothing
  await open();
  expect(says()).toContain("7KQX");
});

it("leads who listens, or has no mouse, to the top of the next step, and to the line that lacks a name", async () => {
  localStorage.setItem("lj.petition", pack({ ...draft, representatives: [{ name: "李某", phone: "" }, { name: " ", phone: "" }] }));
  await open();
  const next = async () => {
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
  };
  await next();
  expect(document.activeElement?.textContent).toContain("您的信息");
  await next();
  const names = [...document.querySelectorAll<HTMLInputElement>(".person .field:first-child input")];
  expect(names.map((field) => field.getAttribute("aria-invalid"))).toEqual(["false", "true"]);
  expect(document.activeElement).toBe(names[1]);
});
