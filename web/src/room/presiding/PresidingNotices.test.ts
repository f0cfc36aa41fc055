import { afterEach, expect, it } from "vitest";
import { nextTick, ref, shallowRef } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { MeasureView, PresidingView } from "@/wire";
import PresidingNotices from "./PresidingNotices.vue";

const word = (id: string): MeasureView => ({ id, seat: "petitioner", measure: "warning", code: "interrupting", at: 0 });

function hearing(...measures: MeasureView[]) {
  const view = apply(null, welcome({ you: "petitioner" }), 0) as RoomView;
  const presiding: Partial<PresidingView> = { measures, times: [], agenda: [] };
  return { room: shallowRef({ ...view, presiding }), now: ref(0) };
}

const said = (page: HTMLElement) => page.querySelectorAll("[data-presiding=measure]").length;

afterEach(() => sessionStorage.clear());

it("a word of the presider that was acknowledged is not said again when the page comes back", async () => {
  const before = show(PresidingNotices, { hearing: hearing(word("first")) });
  expect(said(before.page)).toBe(1);
  before.page.querySelector<HTMLElement>("[data-presiding=measure] button")?.click();
  await nextTick();
  expect(said(before.page)).toBe(0);
  expect(sessionStorage.length).toBe(1);
  before.gone();
  const after = show(PresidingNotices, { hearing: hearing(word("first"), word("second")) });
  expect(said(after.page)).toBe(1);
  after.gone();
});
