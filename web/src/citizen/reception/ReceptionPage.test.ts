import { createApp, type App } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import ReceptionPage from "./ReceptionPage.vue";

let app: App;
afterEach(() => {
  app.unmount();
  vi.unstubAllGlobals();
});

const settle = async () => { for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done)); };
const says = () => document.body.textContent ?? "";
const answer = (body: unknown) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
const county = (code: string, name: string) => ({ code, name, level: "county" });
const day = (leader_name: string) => ({
  starts_at: 1_800_000_000_000, ends_at: 1_800_003_600_000, leader_name, leader_title: "县长", agency_name: "县政府", place: "接待室", kind: "fixed", field: "全面",
});

it("shows the days of the county that is chosen, whichever answer comes last", async () => {
  const answers = new Map<string, (rows: unknown) => void>();
  vi.stubGlobal("fetch", (path: string) => {
    if (path === "/api/divisions") return Promise.resolve(answer([county("620103", "七里河区"), county("620104", "西固区")]));
    return new Promise<Response>((done) => answers.set(path.slice(-6), (rows) => done(answer(rows))));
  });
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(ReceptionPage);
  app.mount("#app");
  await settle();
  const choose = async (code: string) => {
    const select = document.querySelector("select");
    if (select) select.value = code;
    select?.dispatchEvent(new Event("change"));
    await settle();
  };
  await choose("620103");
  await choose("620104");
  expect(document.querySelector(".wait")).not.toBeNull();
  answers.get("620104")?.([day("西某")]);
  await settle();
  answers.get("620103")?.([day("七某")]);
  await settle();
  expect(says()).toContain("西某");
  expect(says()).not.toContain("七某");
});
