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
    ["unseated", null, null, null],
  ] as const)("%s", (topic, petition, hearing, target) => {
    expect(targetOf({ topic, petition, hearing })).toEqual(target);
  });
});
