// Puts a citizen's page before its tests, and answers for the server.
import { createApp, nextTick, type App, type Component } from "vue";
import { afterEach, beforeEach, vi } from "vitest";
import { setLang } from "@/i18n";
import type { PetitionStatus } from "./shape";

export const status: PetitionStatus = {
  number: "XF1", title: "电梯停运", state: "handling", category: "appeal", registered_at: 1_800_000_000_000, place_name: "七里河区",
  unit_name: "七里河区住建局", desk_name: "七里河区信访局", came: null, next_due: null, can_withdraw: true, agents: [], can_add_files: true,
  can_request_review: false, can_accept: false, merged: false, steps: [], opinion: null, review: null, rereview: null, hearings: [],
  can_evaluate: [], evaluations: [], can_request_hearing: false, hearing_requests: [], documents: [],
};

let app: App;
/** What the page asked of the server. */
export let asked: { path: string; body: unknown }[];
/** What it is answered, by path. */
export let replies: Record<string, [number, unknown]>;

export const settle = async () => { for (let i = 0; i < 24; i++) await nextTick(); };
export const says = () => document.body.textContent ?? "";

export async function show(page: Component): Promise<void> {
  app = createApp(page);
  app.mount("#app");
  await settle();
}

export async function press(words: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((b) => b.textContent?.includes(words));
  if (!button) throw new Error(`no button ${words} in: ${says()}`);
  button.click();
  await settle();
}

export async function write(label: string, text: string): Promise<void> {
  const found = [...document.querySelectorAll("label")].find((l) => l.textContent?.includes(label));
  const input = document.getElementById(found?.htmlFor ?? "") as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await settle();
}

/** Before and after each test of the file. */
export function eachOnAPageOfItsOwn(): void {
  beforeEach(() => {
    history.replaceState(null, "", "/join");
    document.body.innerHTML = '<div id="app"></div>';
    [asked, replies] = [[], {}];
    vi.stubGlobal("navigator", { ...navigator, userAgent: "phone", language: "zh-CN", mediaDevices: { getUserMedia: () => undefined } });
    vi.stubGlobal("fetch", (path: string, { body }: { body?: string }) => {
      asked.push({ path, body: body ? JSON.parse(body) : null });
      const [code, answer] = replies[path] ?? [401, { code: "unauthenticated" }];
      return Promise.resolve({ ok: code < 300, status: code, text: () => Promise.resolve(JSON.stringify(answer)) });
    });
  });

  afterEach(async () => {
    await setLang("zh");
    app.unmount();
    sessionStorage.clear();
    vi.unstubAllGlobals();
  });
}
