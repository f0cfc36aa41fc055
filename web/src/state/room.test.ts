import { describe, expect, it } from "vitest";
import type { LineWord, ServerMessage } from "@/wire";
import { apply, seatOf, type RoomView } from "./room";
import { badLine, onStage, ownLine, phaseSpent } from "./seen";
import { entry, seat, welcome } from "./sample";

function after(...messages: ServerMessage[]): RoomView {
  const room = messages.reduce<RoomView | null>((view, message) => apply(view, message, 999_000), null);
  if (room === null) throw new Error("no welcome among the messages");
  return room;
}

describe("a room", () => {
  it("knows nothing before welcome", () => {
    expect(apply(null, { type: "floor", seat: "clerk" }, 0)).toBeNull();
  });

  it("throws away what it had for a new welcome", () => {
    const room = after(welcome(), { type: "speaking", seats: ["presider"] }, welcome({ seats: [seat("clerk")] }));
    expect(room.seats.map((s) => s.id)).toEqual(["clerk"]);
    expect(room.speaking).toEqual([]);
  });

  it("keeps media sections over a welcome only with the peer connection", () => {
    const slots: ServerMessage = { type: "slots", slots: [{ mid: "2", seat: "presider", kind: "camera" }] };
    expect(after(welcome(), slots, welcome({ peer_alive: true })).slots).toHaveLength(1);
    expect(after(welcome(), slots, welcome({ peer_alive: false })).slots).toHaveLength(0);
  });

  it("replaces a seat it knows and adds one it does not", () => {
    const room = after(welcome(), { type: "seat", seat: seat("presider", { hand: 5 }) }, { type: "seat", seat: seat("new") });
    expect(seatOf(room, "presider")?.hand).toBe(5);
    expect(room.seats).toHaveLength(4);
  });

  it("orders minutes by number and ignores a revision that comes late", () => {
    const room = after(
      welcome({ minutes: [entry(2, { revision: 3, text: "新" }), entry(1)] }),
      { type: "entry", op: "a", entry: entry(3) },
      { type: "entry", op: "b", entry: entry(2, { revision: 2, text: "旧" }) },
    );
    expect(room.minutes.map((e) => `${e.number}${e.text}`)).toEqual(["1第1条", "2新", "3第3条"]);
  });

  it("takes all lines where it is let in to them, and goes on from there", () => {
    const room = after(welcome({ minutes: [entry(1, { text: "旧" })] }), { type: "minutes", minutes: [entry(1), entry(2)] }, { type: "entry", op: "a", entry: entry(3) });
    expect(room.minutes.map((e) => e.text)).toEqual(["第1条", "第2条", "第3条"]);
  });

  it("learns how far ahead the server's clock is", () => {
    expect(after(welcome()).clockAhead).toBe(1000);
  });
});

describe("the lines of a room", () => {
  const quality = (id: string, word: LineWord): ServerMessage => ({ type: "quality", seats: [{ seat: id, word, pictures: "full" }] });
  const gone = seat("petitioner", { presence: { is: "dropped", since: 1, reason: "network", admitted: true } });

  const rows: [string, ServerMessage[], LineWord | null][] = [
    ["says nothing of a line nobody spoke of", [], null],
    ["says nothing of a good one", [quality("petitioner", "good")], null],
    ["nor of a fair one", [quality("petitioner", "fair")], null],
    ["says that it is poor", [quality("petitioner", "poor"), quality("clerk", "good")], "poor"],
    ["says that it broke while the page is there", [quality("petitioner", "broken")], "broken"],
    ["lets the empty chair say that a seat is gone", [quality("petitioner", "broken"), { type: "seat", seat: gone }], null],
    ["forgets it when it is good again", [quality("petitioner", "poor"), quality("petitioner", "good")], null],
    ["forgets it all for a new welcome", [quality("petitioner", "poor"), welcome()], null],
  ];
  it.each(rows)("%s", (_claim, messages, word) => {
    const room = after(welcome(), ...messages);
    const petitioner = seatOf(room, "petitioner");
    expect(petitioner && badLine(room, petitioner)).toBe(word);
  });

  const own = welcome().you;
  const words: [string, ServerMessage[], LineWord, boolean, LineWord][] = [
    ["good where nobody says otherwise", [], "good", false, "good"],
    ["as bad as the page sees it", [quality(own, "good")], "poor", false, "poor"],
    ["as bad as the relay sees it", [quality(own, "poor")], "good", false, "poor"],
    ["broken before all else", [quality(own, "broken")], "poor", true, "broken"],
    ["not good while the own picture is held back", [], "good", true, "fair"],
    ["not good while others' pictures are", [{ type: "line", pictures: "stills" }], "good", false, "fair"],
    ["not that of somebody else", [quality("petitioner", "broken")], "good", false, "good"],
  ];
  it.each(words)("have one word for the own: %s", (_claim, messages, page, unseen, word) => {
    expect(ownLine(after(welcome(), ...messages), page, unseen)).toBe(word);
  });

  it("keeps what the own line carries over a welcome only with the peer connection", () => {
    const line: ServerMessage = { type: "line", pictures: "sound_only" };
    expect(after(welcome()).pictures).toBe("full");
    expect(after(welcome(), line, welcome({ peer_alive: true })).pictures).toBe("sound_only");
    expect(after(welcome(), line, welcome({ peer_alive: false })).pictures).toBe("full");
  });
});

describe("the stage of a small screen", () => {
  const screen = { kind: "screen", on: true, muted: false } as const;
  const rows: [string, ServerMessage[], string | null, string | null][] = [
    ["shows the presider when nobody has spoken", [], null, "presider"],
    ["shows the loudest other seat", [{ type: "speaking", seats: ["clerk", "petitioner"] }], null, "petitioner"],
    ["keeps the last speaker in silence", [], "petitioner", "petitioner"],
    ["prefers who has the floor", [{ type: "floor", seat: "petitioner" }, { type: "speaking", seats: ["presider"] }], null, "petitioner"],
    ["prefers a shared screen to all", [{ type: "seat", seat: seat("unit", { sources: [screen] }) }, { type: "floor", seat: "petitioner" }], null, "unit"],
    ["does not keep who is gone", [{ type: "seat", seat: seat("petitioner", { presence: { is: "left", since: 1 } }) }], "petitioner", "presider"],
  ];
  it.each(rows)("%s", (_claim, messages, last, shown) => {
    expect(onStage(after(welcome(), ...messages), last)).toBe(shown);
  });
});

describe("the phase clock", () => {
  it("runs in session and stands still in recess", () => {
    const { stage } = after(welcome());
    expect(phaseSpent(stage, 1_000_000)).toBe(60_000);
    expect(phaseSpent({ ...stage, stage: "paused", since: 950_000 }, 1_000_000)).toBe(10_000);
    expect(phaseSpent({ ...stage, phase: null }, 1_000_000)).toBeNull();
  });
});
