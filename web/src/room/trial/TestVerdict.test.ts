import { expect, it } from "vitest";
import { show } from "@/desk/parts/show";
import TestVerdict from "./TestVerdict.vue";
import { trialText } from "./text";

it.each([
  [true, trialText.value.blockedStaff],
  [false, trialText.value.advice.blocked],
])("sends nobody who works there to the office (%s)", (staff, words) => {
  const { page, gone } = show(TestVerdict, { test: { result: "failed", advice: ["blocked"] }, staff });
  expect(page.querySelector("li")?.textContent).toBe(words);
  gone();
});
