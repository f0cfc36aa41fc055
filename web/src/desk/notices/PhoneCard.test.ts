import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { settled, show } from "../parts/show";
import { t } from "../text";
import PhoneCard from "./PhoneCard.vue";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

function answering(set: () => Response) {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", (_path: string, request?: RequestInit) => {
    if (request?.method !== "PUT") {
      return Promise.resolve(Response.json({ phone: null, messages: false, gateway: true }));
    }
    sent.push(JSON.parse(String(request.body)));
    return Promise.resolve(set());
  });
  return sent;
}

async function typed(page: HTMLElement, text: string) {
  const input = page.querySelector<HTMLInputElement>('input[type="tel"]')!;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await nextTick();
  page.querySelector("form")!.dispatchEvent(new Event("submit"));
  await settled();
  return input;
}

it("sends what was typed, and keeps it when it is refused", async () => {
  const problem = { code: "unprocessable", field: "phone", status: 422 };
  const sent = answering(
    () => new Response(JSON.stringify(problem), { status: 422, headers: { "content-type": "application/problem+json" } }),
  );
  const { page } = show(PhoneCard, {});
  await settled();
  const input = await typed(page, "12");
  expect(sent).toEqual([{ phone: "12", messages: false }]);
  expect(page.querySelector('[role="alert"]')?.textContent).toBe(t.value.ownPhone.bad);
  expect(input.value).toBe("12");
});

it("shows what was saved and offers to forget it", async () => {
  answering(() => Response.json({ phone: "13900000088", messages: true, gateway: true }));
  const { page } = show(PhoneCard, {});
  await settled();
  await typed(page, "13900000088");
  expect(page.textContent).toContain(t.value.ownPhone.forget);
});
