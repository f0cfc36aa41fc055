import { describe, expect, it } from "vitest";
import { targetOf } from "./target";

const petition = { id: "p", title: "物业不退装修押金", urgent: false };
const hearing = { id: "h", number: "JF1", starts_at: 1 };

describe("a notice leads to where it is dealt with", () => {
  it.each([
    ["routed", petition, null, { name: "petition", params: { id: "p" } }],
    ["clock_over", petition, null, { name: "petition", params: { id: "p" } }],
    // Answered on the page of supervision, also by an organ that may not open the petition.
    ["demanded", null, null, { name: "supervision", query: { tab: "received" } }],
    ["demand_answered", petition, null, { name: "supervision", query: { tab: "sent" } }],
    ["item_declined", petition, hearing, { name: "supervision", query: { tab: "items" } }],
    ["item_ordered", petition, hearing, { name: "supervision", query: { tab: "items" } }],
    ["seated", petition, hearing, { name: "hearing", params: { id: "h" } }],
    ["seated", null, hearing, { name: "hearing", params: { id: "h" } }],
    ["cannot_come", petition, hearing, { name: "hearing", params: { id: "h" } }],
    ["unseated", null, null, null],
  ] as const)("%s", (topic, petition, hearing, target) => {
    expect(targetOf({ topic, petition, hearing, day: null, grid: null })).toEqual(target);
  });

  it("a grid report to itself", () => {
    const grid = { id: "g", place_name: "第一网格", spot: "3号楼" };
    expect(targetOf({ topic: "grid_handled", petition: null, hearing: null, day: null, grid })).toEqual({ name: "grid", query: { report: "g" } });
  });

  it("a leader's own day to the leader's desk", () => {
    const day = { id: "d", place: "区信访局接访室", starts_at: 1 };
    expect(targetOf({ topic: "reception_soon", petition: null, hearing: null, day, grid: null })).toEqual({ name: "leader" });
  });
});
