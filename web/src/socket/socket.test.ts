import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { welcome } from "@/state/sample";
import type { ByeReason, ServerMessage } from "@/wire";
import { comesBack, retryDelay } from "./ladder";
import { Disconnected, Refused } from "./requests";
import { RoomSocket, type Link } from "./socket";

class FakeSocket {
  static all: FakeSocket[] = [];
  readonly sent: { id: number; do: Record<string, unknown> }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor() { FakeSocket.all.push(this); }
  send(text: string) { this.sent.push(JSON.parse(text)); }
  close() { this.closed = true; }
  says(message: ServerMessage) { this.onmessage?.({ data: JSON.stringify(message) }); }
}

let links: Link[];
let heard: string[];
let ticket: () => Promise<string>;
let socket: RoomSocket;

const latest = () => FakeSocket.all[FakeSocket.all.length - 1]!;
const turn = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function open(): Promise<FakeSocket> {
  socket.start();
  await turn();
  latest().onopen?.();
  latest().says(welcome());
  return latest();
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  links = [];
  heard = [];
  ticket = () => Promise.resolve("t");
  socket = new RoomSocket({
    ticket: () => ticket(),
    peer: () => 3,
    onMessage: (message) => heard.push(message.type),
    onLink: (link) => links.push(link),
    makeSocket: () => new FakeSocket() as unknown as WebSocket,
    random: () => 0,
  });
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

describe("the room's socket", () => {
  it("says hello with its ticket and the peer connection it holds", async () => {
    const fake = await open();
    expect(fake.sent[0]).toEqual({ id: 1, do: { type: "hello", protocol: 1, ticket: "t", peer: 3 } });
    expect(socket.link.is).toBe("open");
    expect(heard).toEqual(["welcome"]);
  });

  it("is opened while the ticket is asked for, and says hello when it has both", async () => {
    for (const first of ["socket", "ticket"]) {
      let give = (_: string) => undefined as void;
      ticket = () => new Promise((resolve) => (give = resolve));
      socket.start();
      const fake = latest();
      const deeds = [() => fake.onopen?.(), () => give("t")];
      for (const deed of first === "socket" ? deeds : deeds.reverse()) {
        expect(fake.sent, first).toEqual([]);
        deed();
        await turn();
      }
      expect(fake.sent[0]?.do.ticket).toBe("t");
    }
  });

  it("takes the connection that stands first, and begins another beside one that does not", async () => {
    socket.start();
    await turn(2999);
    expect(FakeSocket.all).toHaveLength(1);
    await turn(1);
    const [lost, soon] = FakeSocket.all;
    soon?.onopen?.();
    await turn();
    expect([lost?.closed, soon?.sent[0]?.do.type]).toEqual([true, "hello"]);
    lost?.onopen?.();
    lost?.onclose?.();
    soon?.says(welcome());
    await turn(5000);
    expect([socket.link.is, FakeSocket.all.length]).toEqual(["open", 2]);
  });

  it("is given up when it comes no nearer for ten seconds, and not before", async () => {
    let give = (_: string) => undefined as void;
    ticket = () => new Promise((resolve) => (give = resolve));
    socket.start();
    await turn(9000);
    const stands = latest();
    stands.onopen?.();
    await turn(9000);
    give("t");
    await turn();
    expect(stands.sent[0]?.do).toMatchObject({ type: "hello", ticket: "t" });
    await turn(9999);
    expect([stands.closed, latest()]).toEqual([false, stands]);
    await turn(1);
    expect(stands.closed).toBe(true);
  });

  it("is lost when none of its connections is under way any more", async () => {
    socket.start();
    await turn(3000);
    FakeSocket.all[0]?.onerror?.();
    FakeSocket.all[0]?.onclose?.();
    expect(socket.link.is).toBe("connecting");
    FakeSocket.all[1]?.onclose?.();
    expect(socket.link.is).toBe("waiting");
  });

  it("settles each request with the answer of its number", async () => {
    const fake = await open();
    const hand = socket.request({ type: "raise_hand", up: true });
    const mute = socket.request({ type: "mute_all", muted: true });
    fake.says({ type: "refused", re: 3, code: "not_allowed", detail: null });
    fake.says({ type: "done", re: 2 });
    await expect(hand).resolves.toEqual({ type: "done", re: 2 });
    await expect(mute).rejects.toEqual(new Refused("not_allowed", null));
    expect(heard).toEqual(["welcome"]);
  });

  it("rejects what was under way when the connection goes, and takes nothing while it is gone", async () => {
    const fake = await open();
    const hand = expect(socket.request({ type: "raise_hand", up: true })).rejects.toBeInstanceOf(Disconnected);
    fake.onclose?.();
    await hand;
    await expect(socket.request({ type: "raise_hand", up: true })).rejects.toBeInstanceOf(Disconnected);
  });

  it("comes back up the ladder with a fresh ticket each time", async () => {
    ticket = vi.fn(() => Promise.resolve("t"));
    await open();
    await turn(1000);
    latest().onclose?.();
    for (const delay of [0, 300, 1200, 2700, 4800, 7000, 7000]) {
      const before = FakeSocket.all.length;
      if (delay > 0) await turn(delay - 1);
      expect(FakeSocket.all.length).toBe(before);
      await turn(1);
      expect(FakeSocket.all.length).toBe(before + 1);
      latest().onerror?.();
    }
    expect(ticket).toHaveBeenCalledTimes(8);
  });

  it("tries for as long as it takes, and is back at the next look after ten minutes without network", async () => {
    await open();
    latest().onclose?.();
    for (let at = 0; at < 600; at++) {
      await turn(1000);
      latest().onerror?.();
    }
    expect(socket.link.is).toBe("waiting");
    expect(FakeSocket.all.length).toBeGreaterThan(600 / 8);
    document.dispatchEvent(new Event("visibilitychange"));
    await turn();
    latest().onopen?.();
    await turn();
    latest().says(welcome());
    expect(socket.link.is).toBe("open");
    expect(latest().sent[0]?.do).toMatchObject({ type: "hello", peer: 3 });
  });

  it("takes three silent beats for a lost connection", async () => {
    const fake = await open();
    await turn(5000);
    fake.says({ type: "beat" });
    await turn(5999);
    expect(socket.link.is).toBe("open");
    await turn(1);
    expect(socket.link.is).not.toBe("open");
    expect(fake.closed).toBe(true);
  });

  it("in doubt takes one missing beat for it, and any word for a sign of life", async () => {
    const fake = await open();
    socket.doubt();
    await turn(2000);
    fake.says({ type: "beat" });
    await turn(5000);
    expect(socket.link.is).toBe("open");
    fake.says({ type: "beat" });
    socket.doubt();
    await turn(2500);
    expect(socket.link.is).not.toBe("open");
  });

  it("does not wait out the ladder when the network is back", async () => {
    await open();
    for (let i = 0; i < 5; i++) { latest().onclose?.(); if (i < 4) await turn(8000); }
    const before = FakeSocket.all.length;
    window.dispatchEvent(new Event("online"));
    await turn();
    expect(FakeSocket.all.length).toBe(before + 1);
  });

  it("takes another network for the end of an open connection, however alive that looks", async () => {
    const old = await open();
    window.dispatchEvent(new Event("online"));
    await turn();
    expect([old.closed, FakeSocket.all.length, socket.link.is]).toEqual([true, 2, "connecting"]);
  });

  it("is deaf to a connection it has given up", async () => {
    const old = await open();
    old.onclose?.();
    await turn(1);
    heard = [];
    old.says({ type: "floor", seat: "x" });
    expect(heard).toEqual([]);
  });

  const endings: [number, ByeReason][] = [[410, "hearing_over"], [401, "session_ended"], [404, "session_ended"]];
  it.each(endings)("ends when tickets are answered %i", async (status, reason) => {
    ticket = () => Promise.reject(new Problem(status, "no"));
    socket.start();
    await turn();
    expect(socket.link).toMatchObject({ is: "ended", reason });
  });

  it("keeps trying when tickets cannot be had now", async () => {
    ticket = () => Promise.reject(new Problem(503, "unavailable"));
    socket.start();
    await turn(20_000);
    expect(["waiting", "connecting"]).toContain(socket.link.is);
  });

  const byes: [ByeReason, boolean][] = [
    ["restarting", true], ["bad_ticket", true], ["flooding", true], ["removed", false], ["replaced", false],
    ["hearing_over", false], ["session_ended", false], ["withdrawn", false], ["wrong_protocol", false], ["left", false], ["violation", false],
  ];
  it.each(byes)("after bye %s comes back: %s", async (reason, back) => {
    const fake = await open();
    fake.says({ type: "bye", reason, detail: null });
    await turn(20_000);
    expect(comesBack(reason)).toBe(back);
    expect(FakeSocket.all.length > 1).toBe(back);
    if (!back) expect(socket.link).toMatchObject({ is: "ended", reason });
  });

  it("counts how long it has been away from the first loss", async () => {
    await open();
    await turn(6000 - 1);
    latest().onclose?.();
    const since = (socket.link as { since: number }).since;
    await turn(1);
    latest().onclose?.();
    expect((socket.link as { since: number }).since).toBe(since);
  });
});

it("spreads retries so that nobody meets everybody", () => {
  expect(retryDelay(3, 0)).toBe(2700);
  expect(retryDelay(3, 0.5)).toBe(3200);
  expect(retryDelay(0, 0.5)).toBe(50);
});
