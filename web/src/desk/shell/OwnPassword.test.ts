import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { settled, show } from "../parts/show";
import { t } from "../text";
import OwnPassword from "./OwnPassword.vue";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

function answering(answer: () => Response) {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", (_path: string, request?: RequestInit) => {
    sent.push(JSON.parse(String(request?.body)));
    return Promise.resolve(answer());
  });
  return sent;
}

async function typed(texts: Record<string, string>) {
  const shown = show(OwnPassword, {});
  await nextTick();
  const field = (name: string) => shown.page.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
  for (const [name, text] of Object.entries(texts)) await shown.type(field(name), text);
  shown.page.querySelector("form")!.dispatchEvent(new Event("submit"));
  await settled();
  return { page: shown.page, field };
}

it("sends nothing while the two new ones differ", async () => {
  const sent = answering(() => new Response(null, { status: 204 }));
  const { page, field } = await typed({ old: "before", new: "yellow river raft", again: "yellow river" });
  expect(sent).toEqual([]);
  expect(page.querySelector('[role="alert"]')?.textContent).toBe(t.value.ownPassword.differ);
  expect(field("new").value).toBe("yellow river raft");
});

it("keeps what was typed when the old one is wrong", async () => {
  const problem = { code: "wrong_password", status: 422, title: "", detail: "" };
  const type = { "content-type": "application/problem+json" };
  const sent = answering(() => new Response(JSON.stringify(problem), { status: 422, headers: type }));
  const { page, field } = await typed({ old: "wrong", new: "yellow river raft", again: "yellow river raft" });
  expect(sent).toEqual([{ old: "wrong", new: "yellow river raft" }]);
  expect(page.querySelector('[role="alert"]')?.textContent).toBe(t.value.rule.wrong_password);
  expect(field("old").value).toBe("wrong");
});

it("says that it is done and shows no password any more", async () => {
  answering(() => new Response(null, { status: 204 }));
  const { page } = await typed({ old: "before", new: "yellow river raft", again: "yellow river raft" });
  expect(page.querySelector('[role="status"]')?.textContent).toBe(t.value.ownPassword.done);
  expect(page.querySelector('input[type="password"]')).toBeNull();
});
