import { effectScope, nextTick, ref } from "vue";
import { expect, it } from "vitest";
import { usePages } from "../parts/pages";
import { show } from "../parts/show";
import type { TimelineEvent, TimelineList } from "../rest";
import PetitionTimeline from "./PetitionTimeline.vue";

function event(number: number, kind: string, details: Record<string, string> = {}, file_name: string | null = null) {
  const actor = { is: "staff", name: "某某", agency_name: "某信访局", on_behalf_of: null };
  const none = { reason: null, due_before: null, due_after: null, hearing: null };
  return { number, at: number, kind, actor, details, file_name, ...none } as TimelineEvent;
}

it("asks for who opened papers on demand, and for what is older by a button", async () => {
  const opened = event(2, "paper.opened", { paper: "attachment", id: "0199" }, "合同.pdf");
  const openings = ref(false);
  const call = (after: string | null): Promise<TimelineList> => {
    if (after !== null) return Promise.resolve({ rows: [event(1, "petition.registered")], openings: true, next: null });
    const rows = openings.value ? [event(3, "petition.screening"), opened] : [event(3, "petition.screening")];
    return Promise.resolve({ rows, openings: true, next: "1" });
  };
  const scope = effectScope();
  const pages = scope.run(() => usePages(call))!;
  await pages.load.reload();
  const update = (asked: boolean) => (openings.value = asked);
  const { page, gone } = show(PetitionTimeline, { pages, openings: false, "onUpdate:openings": update });
  const rows = () => page.querySelectorAll("li").length;
  expect(rows()).toBe(1);
  page.querySelector<HTMLElement>("[data-do=openings]")?.click();
  expect(openings.value).toBe(true);
  await pages.anew();
  await nextTick();
  expect(rows()).toBe(2);
  expect(page.textContent).toMatch(/查阅材料.*材料.*合同\.pdf/s);
  await pages.more();
  await nextTick();
  expect(rows()).toBe(3);
  gone();
  scope.stop();
});

it.each([
  ["nothing to who may not be told who looked", false, false, [0, 0]],
  ["a button to who may", true, false, [1, 0]],
  ["that nobody looked, once it was asked", true, true, [1, 1]],
])("offers %s", async (_claim, may, asked, found) => {
  const scope = effectScope();
  const call = (): Promise<TimelineList> => Promise.resolve({ rows: [event(1, "petition.registered")], openings: may, next: null });
  const pages = scope.run(() => usePages(call))!;
  await pages.load.reload();
  const { page, gone } = show(PetitionTimeline, { pages, openings: asked });
  const count = (selector: string) => page.querySelectorAll(selector).length;
  expect([count("[data-do=openings]"), count("[data-part=nobody]")]).toEqual(found);
  gone();
  scope.stop();
});
