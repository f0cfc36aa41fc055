// Every dialog that is written in has its words when it is opened again.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import MakeDocument from "../documents/MakeDocument.vue";
import CorrectionDialog from "../petitions/CorrectionDialog.vue";
import JoiningDialog from "../petitions/JoiningDialog.vue";
import DayDialog from "../reception/DayDialog.vue";
import { settled, show, type Shown } from "./show";

let shown: Shown;
beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
});
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

const petition = { id: "7", title: "小区物业", text: "六十六户反映", place: "620103", purpose: "resolution", persons_concerned: 1, attachments: [] };
const party = { id: "8", name: "马某某", phone: "", address: "" };
const list = { issued: [], possible: [{ kind: "acceptance", article: 23, needs_text: false }], of_hearings: [] };
const day = { id: "9", leader: "1", leader_name: "某局长", agency_name: "某局" };

it.each([
  ["an official document", MakeDocument, { petition: "7", hearings: [], list }, "textarea"],
  ["a correction of the matter", CorrectionDialog, { petition }, "textarea"],
  ["a correction of a person", CorrectionDialog, { petition, party }, "textarea"],
  ["one more person", JoiningDialog, { petition }, "input[maxlength='50']"],
  ["a reception day called off", DayDialog, { day, kind: "cancel", leaders: [], busy: false }, "textarea"],
] as const)("%s", async (_what, dialog, props, field) => {
  const at = () => document.querySelector<HTMLInputElement>(`.el-dialog ${field}`)!;
  shown = show(dialog, props as Record<string, unknown>);
  await settled();
  await shown.type(at(), "当事人来电说明");
  await settled();
  shown.gone(); // as when the sign-in ends
  document.body.innerHTML = "";
  shown = show(dialog, props as Record<string, unknown>);
  await settled();
  expect(at().value).toBe("当事人来电说明");
});
