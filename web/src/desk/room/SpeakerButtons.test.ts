import { afterEach, expect, it, vi } from "vitest";
import { nextTick, reactive } from "vue";
import { seat } from "@/state/sample";
import { show } from "../parts/show";
import SpeakerButtons from "./SpeakerButtons.vue";

afterEach(() => vi.restoreAllMocks());

it("keeps whose line it is in sight, at once and whenever that changes", async () => {
  const brought: unknown[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    brought.push(this.getAttribute("data-speaker"));
  });
  const seats = ["a", "b", "c"].map((id) => seat(id));
  const props = reactive({ seats, speaker: "c" as string | null, auto: true });
  const { gone } = show(SpeakerButtons, props);
  await nextTick();
  await nextTick();
  expect(brought).toEqual(["c"]);
  props.speaker = "a";
  await nextTick();
  await nextTick();
  expect(brought).toEqual(["c", "a"]);
  gone();
});
