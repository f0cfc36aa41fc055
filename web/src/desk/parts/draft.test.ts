import { beforeEach, expect, it } from "vitest";
import { reactive } from "vue";
import type { Me } from "../rest";
import { me } from "../shell/session";
import { dropDraft, useDraft } from "./draft";
import { DRAFTS, forgetDrafts } from "@/state/kept";

const blank = () => reactive({ category: "appeal", text: "", people: [] as string[] });
const person = (id: string) => (me.value = { id } as Me);

beforeEach(() => {
  sessionStorage.clear();
  person("one");
});

it("brings back what was changed, and takes the rest from the newest record", () => {
  const written = blank();
  useDraft("reply.7", written);
  written.text = "经核查，情况属实。";
  written.people.push("某甲");
  const again = reactive({ ...blank(), category: "report" });
  const draft = useDraft("reply.7", again);
  expect(again).toEqual({ category: "report", text: "经核查，情况属实。", people: ["某甲"] });
  expect([draft.restored, draft.touched.value]).toEqual([true, true]);
});

it("keeps nothing of what was changed back", () => {
  const form = blank();
  const draft = useDraft("reply.7", form);
  form.text = "写了又删";
  form.text = "";
  expect([draft.touched.value, useDraft("reply.7", blank()).restored]).toEqual([false, false]);
});

const ways: [string, () => void][] = [
  ["it was sent", () => dropDraft("reply.7")],
  ["another step is asked for", () => undefined],
  ["somebody else signs in", () => person("two")],
  ["its writer signs out", () => forgetDrafts(sessionStorage)],
];
it.each(ways)("is not shown once %s", (why, happen) => {
  const form = blank();
  useDraft("reply.7", form);
  form.text = "经核查，情况属实。";
  happen();
  expect(useDraft(why.startsWith("another") ? "object.7" : "reply.7", blank()).restored).toBe(false);
});

it("of signing out leaves what is no draft", () => {
  sessionStorage.setItem("queue-window", "3");
  sessionStorage.setItem(`${DRAFTS}one.x`, "{}");
  forgetDrafts(sessionStorage);
  expect([sessionStorage.length, sessionStorage.getItem("queue-window")]).toEqual([1, "3"]);
});
