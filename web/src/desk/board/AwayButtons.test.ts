import { nextTick } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "../parts/show";
import type { BoardSeat } from "../rest";
import AwayButtons from "./AwayButtons.vue";

const seat: BoardSeat = {
  id: "s", role: "petitioner", label: "信访人", name: "马某", mandatory: true, is: "absent", since: null, word: null, check_in: "checking_in",
  needs_check_in: true, test: null, may_call: true, may_phone: true, no_phone: false, called: null, may_move_to: [], unanswered: 0,
};
const settle = async () => { for (let i = 0; i < 8; i++) await nextTick(); };

let asked: { path: string; body: unknown }[] = [];

function stubbed(answers: Record<string, unknown>) {
  asked = [];
  vi.stubGlobal("fetch", (path: string, { body }: { body?: string }) => {
    asked.push({ path, body: body ? JSON.parse(body) : null });
    return Promise.resolve({ ok: true, status: 200, text: () => Promise.resolve(JSON.stringify(answers[path] ?? null)) });
  });
}

afterEach(() => vi.unstubAllGlobals());

it("calls who is away, and shows the number only when it is asked for", async () => {
  stubbed({ "/api/hearings/h/seats/s/phone": { phone: "13900000001" } });
  const { page, gone } = show(AwayButtons, { hearing: "h", seat });
  (page.querySelector("[data-do=call]") as HTMLElement).click();
  await settle();
  expect(asked).toEqual([{ path: "/api/hearings/h/duty", body: { deed: "call", seat: "s" } }]);
  expect(page.textContent).not.toContain("13900000001");
  (page.querySelector("[data-do=phone]") as HTMLElement).click();
  await settle();
  expect(page.querySelector("a")?.getAttribute("href")).toBe("tel:13900000001");
  expect(page.querySelector("[data-do=phone]")).toBeNull();
  gone();
});

it("offers neither where nobody can be reached", () => {
  stubbed({});
  const { page, gone } = show(AwayButtons, { hearing: "h", seat: { ...seat, may_call: false, may_phone: false } });
  expect(page.querySelector("button, a")).toBeNull();
  gone();
});

it("says what became of the last message, and where there is no phone to send one to", () => {
  stubbed({});
  const part = (page: HTMLElement, name: string) => page.querySelector(`[data-part=${name}]`)?.textContent ?? null;
  const called = show(AwayButtons, { hearing: "h", seat: { ...seat, called: { at: 1_795_395_600_000, message: "delivered" } } });
  expect(part(called.page, "called")).toContain("已送达网关");
  expect(part(called.page, "no-phone")).toBeNull();
  called.gone();
  const without = show(AwayButtons, { hearing: "h", seat: { ...seat, may_call: false, no_phone: true } });
  expect([part(without.page, "called"), part(without.page, "no-phone")]).toEqual([null, "没有手机号，或本人不收短信，请用其他方式联系"]);
  without.gone();
});
