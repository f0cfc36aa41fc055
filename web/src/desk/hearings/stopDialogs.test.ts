import { beforeEach, expect, it, vi } from "vitest";
import { nextTick, type Component } from "vue";
import { hearings } from "../api";
import { show } from "../parts/show";
import type { HearingDetail, HearingSeat } from "../rest";
import ReseatDialog from "./ReseatDialog.vue";
import StopDialog from "./StopDialog.vue";

const hearing = { id: "h", petition: "p", starts_at: 1_795_395_600_000, ends_at: 1_795_399_200_000 } as unknown as HearingDetail;
const leaves = {
  id: "s", role: "observer", label: "观察员", name: "张某", languages: [], occupant: { is: "external", organisation: "某社区", name: "张某" },
} as unknown as HearingSeat;

const ways: [string, Component, Record<string, unknown>, string, "cancel" | "convert" | "withdrawSeat"][] = [
  ["a hearing is cancelled", StopDialog, { what: "cancel" }, "[data-do=stop]", "cancel"],
  ["a hearing is held face to face", StopDialog, { what: "convert" }, "[data-do=stop]", "convert"],
  ["a seat is withdrawn", ReseatDialog, { wish: { how: "withdraw", seat: leaves } }, "[data-do=reseat]", "withdrawSeat"],
];

beforeEach(() => sessionStorage.clear());

it.each(ways)("why %s is there again on a page loaded anew, until the server has it", async (_, dialog, props, key, call) => {
  const sent = vi.spyOn(hearings, call).mockResolvedValue(hearing);
  const onDone = vi.fn();
  const open = async () => {
    const { type, gone } = show(dialog, { ...props, hearing, onDone });
    await nextTick();
    return { type, gone, field: document.querySelector("textarea") as HTMLTextAreaElement };
  };
  const why = "主持人临时有紧急公务";
  const first = await open();
  expect(document.querySelector("[role=status]")).toBeNull();
  await first.type(first.field, why);
  first.gone();

  const again = await open();
  expect(again.field.value).toBe(why);
  expect(document.querySelector("[role=status]")).not.toBeNull();
  document.querySelector<HTMLElement>(key)?.click();
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(sent.mock.calls[0]).toContain(why);
  again.gone();

  const next = await open();
  expect(next.field.value).toBe("");
  next.gone();
});
