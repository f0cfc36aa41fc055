import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { settled, show, type Shown } from "../parts/show";
import { t } from "../text";
import { dialogsFor } from "./actions";
import ActionDialog from "./ActionDialog.vue";

const [dialog] = dialogsFor(["draft_reply"]);
const petition = { id: "7", category: "appeal", content_class: "other", opinion: null, links: [] };
const opened = (more: object = {}) =>
  show(ActionDialog, {
    ...{ dialog, petition, lead: "", refusal: "", meanwhile: null, possible: true, busy: false },
    ...more,
  });
const field = () => document.querySelector<HTMLTextAreaElement>(".el-dialog textarea")!;
const key = (deed: string) => document.querySelector<HTMLButtonElement>(`.el-dialog [data-do=${deed}]`)!;

let shown: Shown;
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  vi.restoreAllMocks();
});

it("has what was written when it is opened again", async () => {
  shown = opened();
  await settled();
  await shown.type(field(), "经核查，情况属实，已责成整改。");
  await settled();
  shown.gone(); // as when the sign-in ends
  document.body.innerHTML = "";
  shown = opened();
  await settled();
  expect(field().value).toBe("经核查，情况属实，已责成整改。");
  expect(document.body.textContent).toContain(t.value.common.restored);
});

it("is not closed over written words unasked", async () => {
  let closed = 0;
  shown = opened({ onClose: () => (closed += 1) });
  await settled();
  await shown.type(field(), "经核查，情况属实，已责成整改。");
  document.querySelector<HTMLElement>(".el-overlay-dialog")?.click();
  key("leave").click();
  await settled();
  expect([closed, document.querySelectorAll(".el-message-box").length]).toEqual([0, 1]);
  document.querySelector<HTMLElement>(".el-message-box .el-button--primary")?.click();
  await settled();
  expect([closed, sessionStorage.length]).toEqual([1, 0]);
});

it("says that a step is no longer possible, and keeps the words", async () => {
  shown = opened({ possible: false, meanwhile: [] });
  await settled();
  expect(document.body.textContent).toContain(t.value.petition.noLonger);
  expect(key("submit").disabled).toBe(true);
});

it.each([
  ["alike", "closed", true],
  ["alike", "archived", true],
  ["alike", "screening", false],
  ["neighbour", "closed", false],
])("offers at screening what may be raised again: %s, %s: %s", async (tie, state, offered) => {
  const ending = state === "archived" ? "closed" : state;
  const links = [{ tie, state, ending, id: "8", number: "XF620103202511250000011M", title: "小区物业不公开收支", registered_at: 0 }];
  shown = opened({ dialog: dialogsFor(["start_screening"])[0], petition: { ...petition, links } });
  await settled();
  expect(document.body.textContent?.includes(t.value.field.againOf)).toBe(offered);
});
