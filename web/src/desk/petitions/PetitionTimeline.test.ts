import { nextTick } from "vue";
import { expect, it } from "vitest";
import { show } from "../parts/show";
import type { TimelineEvent } from "../rest";
import PetitionTimeline from "./PetitionTimeline.vue";

function event(number: number, kind: string, details: Record<string, string> = {}, file_name: string | null = null) {
  const actor = { is: "staff", name: "某某", agency_name: "某信访局", on_behalf_of: null };
  const none = { reason: null, due_before: null, due_after: null, hearing: null };
  return { number, at: number, kind, actor, details, file_name, ...none } as TimelineEvent;
}

it("tells who opened papers on demand, beside what happened", async () => {
  const data = [
    event(1, "petition.registered"),
    event(2, "paper.opened", { paper: "attachment", id: "0199" }, "合同.pdf"),
    event(3, "petition.screening"),
  ];
  const load = { data, problem: null, busy: false, reload: () => Promise.resolve() };
  const { page, gone } = show(PetitionTimeline, { load });
  const rows = () => page.querySelectorAll("li").length;
  expect(rows()).toBe(2);
  expect(page.textContent).not.toContain("合同.pdf");
  page.querySelector<HTMLElement>("[data-do=openings]")?.click();
  await nextTick();
  expect(rows()).toBe(3);
  expect(page.textContent).toMatch(/查阅材料.*材料.*合同\.pdf/s);
  gone();
});
