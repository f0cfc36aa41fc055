import { createApp, nextTick, type App } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import FilePage from "./FilePage.vue";
import { emptyDraft, pack } from "./draft";

let app: App;
const settle = async () => { for (let i = 0; i < 12; i++) await nextTick(); };
/** As the browser says that Back was pressed. */
async function goBackTo(step: number): Promise<void> {
  window.dispatchEvent(Object.assign(new Event("popstate"), { state: { step } }));
  await settle();
}
const heading = () => document.querySelector("h1")?.textContent;

beforeEach(async () => {
  const draft = {
    ...emptyDraft(), title: "小区电梯长期停运", text: "电梯停运三个月，请求督促维修。", place: "620103", contentClass: "property_management" as const,
    name: "马某", phone: "13900000001",
  };
  localStorage.setItem("lj.petition", pack(draft));
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("[]", { headers: { "content-type": "application/json" } })));
  vi.stubGlobal("scrollTo", () => undefined);
  history.replaceState(null, "", "/file");
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(FilePage);
  app.mount("#app");
  await settle();
  for (let step = 0; step < 2; step++) {
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
  }
});
afterEach(() => {
  app.unmount();
  localStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("leads by the phone's Back key to the step before, not off the page", async () => {
  expect([heading()?.includes("附件与核对"), history.state]).toEqual([true, { step: 2 }]);
  await goBackTo(1);
  expect(heading()).toContain("您的信息");
  await goBackTo(0);
  expect(heading()).toContain("事情");
});

it("goes back by its own button through the same history", async () => {
  const went = vi.spyOn(history, "go").mockImplementation(() => undefined);
  [...document.querySelectorAll("button")].find((button) => button.textContent?.includes("上一步"))?.click();
  await settle();
  expect([heading()?.includes("您的信息"), went.mock.calls]).toEqual([true, [[-1]]]);
});

it("goes to no step by Forward, which its own button checks first", async () => {
  const back = vi.spyOn(history, "back").mockImplementation(() => undefined);
  await goBackTo(1);
  await goBackTo(2);
  expect([heading()?.includes("您的信息"), back.mock.calls.length]).toEqual([true, 1]);
});

it("begins anew with the first step and its entry: Back then leads off the page", async () => {
  app.unmount();
  const went = vi.spyOn(history, "go").mockImplementation(() => undefined);
  app = createApp(FilePage);
  app.mount("#app");
  await settle();
  expect([heading()?.includes("事情"), went.mock.calls]).toEqual([true, [[-2]]]);
});
