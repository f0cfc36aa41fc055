import { expect, it, vi } from "vitest";
import { show } from "../parts/show";
import type { HearingDetail } from "../rest";
import HearingHead from "./HearingHead.vue";

function hearing(may: HearingDetail["may"], archived: HearingDetail["archived"] = null): HearingDetail {
  const stage = { stage: "outcome_issued", phase: null, reason: null, since: 1 };
  const told = { id: "h", number: "TJ1-1", title: "联合接访", kind: "joint_reception", host_name: "某信访局" };
  const petition = { petition: "p", petition_number: "XF1", petition_title: "物业" };
  const rest = { starts_at: 1, ends_at: 2, agenda: [], plan: [{ phase: "opening", minutes: null }, { phase: "evidence", minutes: 30 }], seats: [], my_seat: null, outcome: null, delivery: null, next: null, before: null, tag: "" };
  return { ...told, ...petition, ...rest, stage, may, archived } as unknown as HearingDetail;
}

it.each([
  [["take_package", "archive"], ["package", "archive"]],
  [["take_package"], ["package"]],
  [[], []],
] as const)("with %j offers %j", (may, offered) => {
  const { page, gone } = show(HearingHead, { hearing: hearing([...may]) });
  expect([...page.querySelectorAll("[data-do]")].map((key) => key.getAttribute("data-do"))).toEqual(offered);
  expect(page.querySelector("[data-part=archived]")).toBeNull();
  gone();
});

it.each(["convert", "adjourn"] as const)("asks to %s where that is open, and not where it is not", (what) => {
  const onStop = vi.fn();
  const open = show(HearingHead, { hearing: hearing(["convert_in_person", "adjourn"]), onStop });
  open.page.querySelector<HTMLElement>(`[data-do=${what}]`)?.click();
  expect(onStop).toHaveBeenCalledExactlyOnceWith(what);
  open.gone();
  const { page, gone } = show(HearingHead, { hearing: hearing([]) });
  expect(page.querySelector(`[data-do=${what}]`)).toBeNull();
  gone();
});

it("shows the agenda with its minutes, to be changed by who lays the table", () => {
  const onAgenda = vi.fn();
  const { page, gone } = show(HearingHead, { hearing: hearing(["reseat"]), onAgenda });
  expect(page.querySelector("[data-part=agenda]")?.textContent).toContain("30");
  page.querySelector<HTMLElement>("[data-do=agenda]")?.click();
  expect(onAgenda).toHaveBeenCalledOnce();
  gone();
});

it("asks for the file to be closed, and then names its bytes", () => {
  const onArchive = vi.fn();
  const open = show(HearingHead, { hearing: hearing(["archive"]), onArchive });
  open.page.querySelector<HTMLElement>("[data-do=archive]")?.click();
  expect(onArchive).toHaveBeenCalledOnce();
  open.gone();
  const closed = show(HearingHead, { hearing: hearing([], { at: 1, sha256: "ab".repeat(32), bytes: 2048 }) });
  expect(closed.page.querySelector("[data-part=archived]")?.textContent).toContain("ab".repeat(32));
  closed.gone();
});
