import { expect, it, vi } from "vitest";
import { nextTick, shallowRef } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { ExhibitView } from "@/wire";
import ExhibitsPanel from "./ExhibitsPanel.vue";
import { besideText as t } from "./text";

const exhibit = { id: "x", title: "物业合同", brought_by: null, state: { is: "accepted", number: 1, on_record: null } } as unknown as ExhibitView;

it("shows nothing to chosen seats before one is chosen, and says why", async () => {
  const { grants } = welcome();
  const room = apply(null, welcome({ grants: { ...grants, present: true } }), 0) as RoomView;
  const ask = vi.fn(() => Promise.resolve(null));
  const beside = { exhibits: shallowRef({ all: [exhibit], shown: null }), ask };
  const { page, gone } = show(ExhibitsPanel, { beside, room });
  const press = async (what: string) => {
    page.querySelector<HTMLElement>(what)?.click();
    await nextTick();
  };
  await press("[data-do=choose]");
  await press("[data-do=show]");
  expect(ask).not.toHaveBeenCalled();
  expect(page.querySelector("[role=alert]")?.textContent).toBe(t.value.chooseFirst);
  await press("[data-seat=petitioner]");
  expect(page.querySelector("[role=alert]")).toBeNull();
  await press("[data-do=show]");
  expect(ask).toHaveBeenCalledWith({ type: "exhibit", exhibit: { kind: "show", exhibit: "x", seats: ["petitioner"] } });
  gone();
});
