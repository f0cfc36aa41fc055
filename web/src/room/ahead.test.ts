// An offer that goes ahead of the socket, with the ticket.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { PeerParts } from "@/media/peer";
import { Disconnected, type Answer } from "@/socket/requests";
import type { ClientMessage } from "@/wire";
import { useHearing, type HearingRoom } from "./hearing";

interface Posted {
  readonly body: { offer?: { peer: number } };
  readonly race: AbortController;
  resolve(said: { ticket: string; answer: string | null }): void;
  reject(why: { status: number }): void;
}
interface Line { sent: { do: object }[]; send(text: string): void; close(): void; onopen?(): void }

const peer = vi.hoisted(() => ({ parts: null as PeerParts | null, number: null as number | null, begin: vi.fn(), close: vi.fn(), setTrack: vi.fn(), reread: vi.fn(), limit: vi.fn(), connection: null }));
const posted = vi.hoisted(() => [] as Posted[]);
const lines = vi.hoisted(() => [] as Line[]);
vi.mock("@/media/peer", () => ({
  HearingPeer: function (parts: PeerParts) {
    return Object.assign(peer, { parts });
  },
}));
vi.mock("@/api/http", () => ({
  postSurely: (_path: string, body: Posted["body"], race: AbortController) =>
    new Promise((resolve, reject) => posted.push({ body, race, resolve, reject })),
  Problem: class {},
}));
vi.mock("@/socket/early", () => ({
  roomSocket: () => {
    const line: Line = { sent: [], send: (text) => void line.sent.push(JSON.parse(text)), close: () => undefined };
    lines.push(line);
    return line;
  },
}));
vi.mock("./afterwards", () => ({
  Outbox: class {}, follow: () => undefined, Beside: class { hear() {} },
  LineMonitor: class { quality = "good"; measure() { return Promise.resolve([null, []]); } },
  OwnLine: class { welcomed() {} measured() {} goodbye() {} close() {} },
}));

const OFFER: Extract<ClientMessage, { type: "offer" }> = { type: "offer", peer: 7, sdp: "v=0", sources: [], receivers: [] };
const { type: _type, ...SENT } = OFFER;
const turn = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const last = <T>(all: T[]): T => all[all.length - 1]!;

let hearing: HearingRoom;
let answered: Promise<Answer>;

beforeEach(async () => {
  vi.useFakeTimers();
  [posted.length, lines.length, peer.number] = [0, 0, null];
  peer.begin.mockReset();
  peer.begin.mockImplementation(() => {
    peer.number = OFFER.peer;
    answered = peer.parts!.send(OFFER);
    answered.catch(() => undefined);
  });
  hearing = useHearing("h", "s");
  hearing.start({ slots: { audio: 1, video: 1 }, ice: [] });
  await turn();
});
afterEach(() => {
  hearing.stop();
  vi.useRealTimers();
});

it("goes once with the first ticket, and its answer needs no socket", async () => {
  expect(posted.map(({ body }) => body)).toEqual([{ hearing: "h", seat: "s", offer: SENT }]);
  expect(peer.parts?.reachable(), "one offer at a time").toBe(false);
  posted[0]?.resolve({ ticket: "t", answer: "v=1" });
  await expect(answered).resolves.toEqual({ type: "answer", re: 0, peer: 7, sdp: "v=1" });
  lines[0]?.onopen?.();
  await turn();
  expect(lines[0]?.sent[0]?.do).toMatchObject({ type: "hello", ticket: "t", peer: 7 });
});

it("goes again with the next ticket until it is answered, and what hangs of the last one is given up", async () => {
  await turn(10_100);
  expect(posted.map(({ race }) => race.signal.aborted)).toEqual([true, false]);
  expect(last(posted).body.offer).toEqual(SENT);
  last(posted).resolve({ ticket: "t", answer: "v=1" });
  await expect(answered).resolves.toMatchObject({ sdp: "v=1" });
  await turn(20_000);
  expect(posted.length).toBeGreaterThan(2);
  expect(last(posted).body.offer, "it was answered").toBeUndefined();
});

it.each([
  ["not answered", () => posted[0]?.resolve({ ticket: "t", answer: null })],
  ["refused", () => posted[0]?.reject({ status: 503 })],
])("is left to the socket where it is %s", async (_, happen) => {
  happen();
  await expect(answered).rejects.toBeInstanceOf(Disconnected);
  await turn(20_000);
  expect(last(posted).body.offer).toBeUndefined();
});
