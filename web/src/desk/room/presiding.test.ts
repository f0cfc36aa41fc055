import { describe, expect, it } from "vitest";
import { seat } from "@/state/sample";
import type { AgendaPhase, Presence, Stage } from "@/wire";
import { deedsFor, handsUp, inLobby, messageOf } from "./deeds";
import { keepersSteps, phaseAt, stepOf, stepsAt } from "./steps";

const agenda: AgendaPhase[] = ["opening", "statement", "conclusion"];

describe("the presider's bar", () => {
  const cases: [Stage, AgendaPhase | null, string[]][] = [
    ["scheduled", null, ["open_check_in!"]],
    ["check_in", null, ["start!", "declare_no_show", "convert_in_person"]],
    ["ready", null, ["start!", "convert_in_person"]],
    ["countdown", null, []],
    ["in_session", "opening", ["next_phase!", "pause", "suspend", "review_minutes", "adjourn", "convert_in_person"]],
    ["in_session", "statement", ["next_phase!", "previous_phase", "pause", "suspend", "review_minutes", "adjourn", "convert_in_person"]],
    ["in_session", "conclusion", ["review_minutes!", "previous_phase", "pause", "suspend", "adjourn", "convert_in_person"]],
    ["paused", "statement", ["resume!", "suspend", "review_minutes", "adjourn", "convert_in_person"]],
    ["suspended", "statement", ["resume!", "review_minutes", "adjourn", "convert_in_person"]],
    ["minutes_review", null, ["start_signing!", "reopen_session", "close", "adjourn", "convert_in_person"]],
    ["signing", null, ["reopen_review", "close", "adjourn", "convert_in_person"]],
    ["closed", null, []],
  ];
  it.each(cases)("at %s %s offers %o", (stage, phase, keys) => {
    const shown = stepsAt({ stage, phase }, agenda).map((step) => step.kind + (step.main ? "!" : ""));
    expect(shown).toEqual(keys);
  });

  const keepers: [Stage, string[]][] = [
    ["check_in", []],
    ["in_session", ["review_minutes"]],
    ["suspended", ["review_minutes"]],
    ["minutes_review", ["start_signing", "close"]],
    ["signing", ["reopen_review", "close"]],
    ["closed", []],
  ];
  it.each(keepers)("at %s leaves the clerk %o where nobody presides", (stage, keys) => {
    const steps = keepersSteps(stepsAt({ stage, phase: "statement" }, agenda));
    expect(steps.map((step) => step.kind)).toEqual(keys);
  });

  it("asks why exactly where the server wants a reason", () => {
    const asked = stepsAt({ stage: "in_session", phase: "statement" }, agenda).filter((step) => step.reason);
    expect(asked.map((step) => step.kind)).toEqual(["previous_phase", "pause", "suspend", "adjourn", "convert_in_person"]);
    expect(stepOf("pause", " 休息十分钟 ")).toEqual({ kind: "pause", reason: "休息十分钟" });
    expect(stepOf("next_phase", "left over")).toEqual({ kind: "next_phase" });
    const left = { unsigned: "各方同意另行补签", agreement: 2 };
    expect(stepOf("close", "结论另行作出", left)).toEqual({ kind: "close", reason: "结论另行作出", ...left });
  });

  it("knows the phases on both sides and the ends of the agenda", () => {
    expect(phaseAt(agenda, "statement", 1)).toBe("conclusion");
    expect(phaseAt(agenda, "opening", -1)).toBeNull();
    expect(phaseAt(agenda, null, 1)).toBeNull();
  });
});

describe("a seat's menu", () => {
  const around = { you: "presider", floor: "speaker", presiding: null };
  const cases: [string, Presence, string[]][] = [
    ["guest", { is: "waiting", since: 1 }, ["admit", "conduct"]],
    ["guest", { is: "seated", since: 1 }, ["give_floor", "spotlight", "mute_mic", "mute_camera", "dismiss", "conduct"]],
    ["speaker", { is: "seated", since: 1 }, ["take_floor", "spotlight", "mute_mic", "mute_camera", "dismiss", "conduct"]],
    ["presider", { is: "seated", since: 1 }, ["give_floor", "spotlight"]],
    ["guest", { is: "dropped", since: 1, reason: "network", admitted: true }, ["dismiss", "conduct"]],
    ["guest", { is: "dropped", since: 1, reason: "network", admitted: false }, ["admit", "conduct"]],
    ["guest", { is: "invited" }, []],
    ["guest", { is: "removed", since: 1, reason: "扰乱秩序" }, []],
  ];
  it.each(cases)("of %s who is %o offers %o", (id, presence, deeds) => {
    expect(deedsFor(seat(id, { presence }), around)).toEqual(deeds);
  });

  it("undoes a mute where there is one", () => {
    const muted = seat("guest", { sources: [{ kind: "microphone", on: true, muted: true }] });
    expect(deedsFor(muted, around)).toContain("unmute_mic");
    expect(messageOf("unmute_mic", "guest")).toEqual({
      type: "mute",
      seat: "guest",
      kind: "microphone",
      muted: false,
    });
  });

  it("shows one seat to all, and stops", () => {
    const show = (spotlight: string | null) => ({ type: "preside", deed: { kind: "show", layout: "speaker", spotlight } });
    expect(messageOf("spotlight", "guest")).toEqual(show("guest"));
    expect(messageOf("unspotlight", "guest")).toEqual(show(null));
  });
});

it("lets in and calls up in the order people came", () => {
  const waiting = (id: string, since: number) => seat(id, { presence: { is: "waiting", since } });
  expect(inLobby([waiting("late", 9), seat("in"), waiting("early", 3)]).map((one) => one.id)).toEqual([
    "early",
    "late",
  ]);
  const hands = [seat("second", { hand: 5 }), seat("none"), seat("first", { hand: 2 })];
  expect(handsUp(hands).map((one) => one.id)).toEqual(["first", "second"]);
});
