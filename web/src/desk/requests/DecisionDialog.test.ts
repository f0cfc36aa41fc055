import { nextTick } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import DecisionDialog from "./DecisionDialog.vue";

let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  sessionStorage.clear();
});

const reason = () => document.querySelector<HTMLTextAreaElement>(".el-dialog textarea");

async function open(onSubmit = vi.fn()) {
  shown = show(DecisionDialog, { request: { id: "r", organ: "o" }, step: "refuse", busy: false, onSubmit });
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  await nextTick();
  return onSubmit;
}

it("has the reason again after a sign-in that ended, and says so", async () => {
  await open();
  await shown.type(reason()!, "没有新的事实和理由");
  shown.gone(); // the page is left for the sign-in page
  document.body.innerHTML = "";
  const onSubmit = await open();
  expect([reason()?.value, document.body.textContent?.includes(t.value.common.restored)]).toEqual(["没有新的事实和理由", true]);
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  expect(onSubmit.mock.calls).toEqual([["没有新的事实和理由", ""]]);
});

it("sends nothing without a reason", async () => {
  const onSubmit = await open();
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  expect(onSubmit).not.toHaveBeenCalled();
});
