import { beforeEach, expect, it, vi, type Mock } from "vitest";
import { shallowRef, type ShallowRef } from "vue";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { ClientMessage, InterpreterView, PresidingView, ServerMessage } from "@/wire";
import type { HearingRoom } from "../hearing";
import { keepChoices, remember } from "./choices";

const presiding: ServerMessage = { type: "presiding", presiding: { agenda: [] } as unknown as PresidingView };
const apart = (more: Partial<InterpreterView> = {}): ServerMessage => ({
  type: "apart",
  apart: { talks: [], witnesses: [], interpreters: [{ seat: "i", languages: ["tibetan"], aloud: false, listeners: [], ...more }] },
});

let room: ShallowRef<RoomView | null>;
let request: Mock<(message: ClientMessage) => Promise<unknown>>;
const asked = () => request.mock.calls.map(([message]) => message.type === "apart" && message.ask);
const hear = (...messages: ServerMessage[]) => {
  for (const message of messages) room.value = apply(room.value, message, 0);
};

function sits(you: string): void {
  room = shallowRef(null);
  request = vi.fn<(message: ClientMessage) => Promise<unknown>>(() => Promise.resolve({}));
  hear(welcome({ you }), presiding, apart());
  keepChoices(room, request as unknown as HearingRoom["request"]);
}
beforeEach(() => sits("petitioner"));

it("asks again for what was chosen where the room was opened anew, once for each welcome", () => {
  remember({ kind: "listen", interpreter: "i" });
  hear(apart({ listeners: ["petitioner"] }), welcome({ you: "petitioner" }), presiding, apart(), apart());
  expect(asked()).toEqual([{ kind: "listen", interpreter: "i" }]);
});

it("asks for nothing where the server kept it, or nothing was chosen", () => {
  hear(apart({ listeners: ["petitioner"] }), welcome({ you: "petitioner" }), presiding, apart());
  remember({ kind: "listen", interpreter: "i" });
  hear(welcome({ you: "petitioner" }), presiding, apart({ listeners: ["petitioner"] }));
  expect(asked()).toEqual([]);
});

it("keeps the floor alone to who chose it, and an interpreter speaking to all", () => {
  remember({ kind: "listen", interpreter: null });
  hear(welcome({ you: "petitioner" }), presiding, apart({ listeners: ["petitioner"] }));
  expect(asked()).toEqual([{ kind: "listen", interpreter: null }]);
  sits("i");
  remember({ kind: "speak_aloud", aloud: true });
  hear(welcome({ you: "i" }), presiding, apart());
  expect(asked()).toEqual([{ kind: "speak_aloud", aloud: true }]);
});
