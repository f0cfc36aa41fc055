import { expect, it, vi } from "vitest";
import { nextTick, shallowReactive } from "vue";
import { show } from "@/desk/parts/show";
import { Refused } from "@/socket/requests";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { ItemAnswerView } from "@/wire";
import ItemsPart from "./ItemsPart.vue";

function room(answer: ItemAnswerView): RoomView {
  const seats = [seat("clerk", { role: "clerk", side: "panel" }), seat("one"), seat("two")];
  const item = { id: "i", seats: ["one", "two"], content: "三日内公开账目", deadline: "2026-12-01", entry: "e1", answer };
  const papers = { agreement: null, agreed: false, items: [item], entries: [], reading: null };
  return { ...(apply(null, welcome({ you: "two", seats }), 0) as RoomView), papers };
}

it("who says no to what a colleague has accepted is told who has", async () => {
  const request = vi.fn();
  const props = shallowReactive<Record<string, unknown>>({ hearing: { request }, room: room({ is: "open" }) });
  const { page, type, gone } = show(ItemsPart, props);
  await nextTick();
  page.querySelector<HTMLElement>("[data-do=decline-item]")?.click();
  await nextTick();
  await type(page.querySelector("textarea") as HTMLTextAreaElement, "不属于本单位的职责");
  // The room tells everybody before it answers.
  request.mockImplementation(() => {
    props.room = room({ is: "accepted", seat: "one", at: 0 });
    return Promise.reject(new Refused("signed_already", null));
  });
  page.querySelector("form")?.dispatchEvent(new Event("submit"));
  await vi.waitFor(() => expect(page.querySelector("[role=alert]")?.textContent).toContain("单位one 张某 已经认领"));
  gone();
  sessionStorage.clear();
});
