import { expect, it } from "vitest";
import { show } from "./show";
import { t } from "../text";
import DueWord from "./DueWord.vue";

const paused = { kind: "reply", since: 1_795_395_600_000, by_name: "甄某", agency_name: "区住建局", expected_until: null, over: false };
const due = { kind: "reply", due: 1_800_000_000_000, raw_due: 1_800_000_000_000 };

it.each([
  [null, null, t.value.clock.none],
  [null, paused, t.value.pause.word],
  [due, paused, "2027"],
])("says of %j, paused by %j: %s", (due, paused, words) => {
  const { page, gone } = show(DueWord, { due, paused });
  expect(page.innerHTML).toContain(words);
  gone();
});
