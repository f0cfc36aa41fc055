import { nextTick, reactive } from "vue";
import { expect, it } from "vitest";
import type { HearingRoom } from "@/room/hearing";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import { show } from "../parts/show";
import ReadingButtons from "./ReadingButtons.vue";

const papers = (reading: string | null) => ({ agreement: null, agreed: false, items: [], entries: [], reading });

it("goes on a line with each press, also where the server has not answered the one before", async () => {
  const asked: (string | null)[] = [];
  const answers: (() => void)[] = [];
  const request = (message: { ask: { entry: string | null } }) => {
    asked.push(message.ask.entry);
    return new Promise<void>((done) => answers.push(done));
  };
  const room = apply(null, welcome({ minutes: [1, 2, 3, 4].map((n) => entry(n)) }), 0) as RoomView;
  const props = reactive({ hearing: { request } as unknown as HearingRoom, room });
  const { page, gone } = show(ReadingButtons, props);
  const next = () => (page.querySelector("[data-do=read-next]") as HTMLElement).click();
  next();
  next();
  next();
  expect(asked).toEqual(["e1", "e2", "e3"]);
  answers.forEach((answer) => answer());
  await new Promise((later) => setTimeout(later));
  props.room = { ...room, papers: papers("e1") }; // the presider went back meanwhile
  await nextTick();
  next();
  expect(asked.at(-1), "answered, what all see counts").toBe("e2");
  gone();
});
