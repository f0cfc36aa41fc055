import { beforeEach, describe, expect, it, vi } from "vitest";
import { Disconnected, Refused, type Answer } from "@/socket/requests";
import type { ClientMessage, EntryView } from "@/wire";
import { Outbox, type Shelf } from "./outbox";
import { entry } from "./sample";

class FakeServer {
  online = true;
  readonly heard: string[] = [];
  answer: (op: string) => Promise<Answer> = () => Promise.resolve({ type: "done", re: 1 });
  readonly send = (message: ClientMessage): Promise<Answer> => {
    if (message.type !== "put_entry") throw new Error("not an entry");
    if (!this.online) return Promise.reject(new Disconnected());
    this.heard.push(`${message.op}@${message.revision}`);
    return this.answer(message.op);
  };
}

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v), removeItem: (k) => void kept.delete(k) };
}

const line = { phase: "statement", speaker: null, text: "说明", at: 0 } as const;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the outbox of minutes", () => {
  let server: FakeServer;
  let minutes: EntryView[];
  let place: ReturnType<typeof shelf>;
  const box = (seat = "clerk") => {
    let n = 0;
    return new Outbox("h", seat, server.send, () => minutes, () => `id${n++}-${place.kept.size}`, place);
  };
  beforeEach(() => {
    server = new FakeServer();
    minutes = [];
    place = shelf();
  });

  it("keeps a line in storage until the server has committed it", async () => {
    const outbox = box();
    outbox.write(line);
    expect(place.kept.get("lj.drafts.h.clerk")).toContain("说明");
    await settled();
    expect(outbox.drafts.value).toEqual([]);
    expect(place.kept.size).toBe(0);
  });

  it("sends a line written offline once the connection is back, with the same op", async () => {
    server.online = false;
    const outbox = box();
    outbox.write(line);
    await settled();
    const op = outbox.drafts.value[0]?.op;
    server.online = true;
    outbox.flush();
    await settled();
    expect(server.heard).toEqual([`${op}@1`]);
    expect(outbox.drafts.value).toEqual([]);
  });

  it("finds its lines again after the page died", async () => {
    server.online = false;
    box().write(line);
    await settled();
    const outbox = box();
    expect(outbox.drafts.value).toHaveLength(1);
    server.online = true;
    outbox.flush();
    await settled();
    expect(server.heard).toHaveLength(1);
  });

  it("leaves the lines of one seat to that seat alone", async () => {
    server.online = false;
    box().write(line);
    await settled();
    server.online = true;
    const presider = box("presider");
    presider.flush();
    await settled();
    expect([presider.drafts.value, server.heard]).toEqual([[], []]);
    expect(box().drafts.value).toHaveLength(1);
  });

  it("keeps a line that signing turned down, asks no more by itself, and sends it when told that it may", async () => {
    vi.useFakeTimers();
    server.answer = () => Promise.reject(new Refused("minutes_frozen", "signing"));
    const outbox = box();
    outbox.write(line);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.heard).toHaveLength(1);
    server.answer = () => Promise.resolve({ type: "done", re: 1 });
    outbox.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect([server.heard.length, outbox.drafts.value]).toEqual([2, []]);
    vi.useRealTimers();
  });

  it("does not send a line twice while its answer is awaited", () => {
    server.answer = () => new Promise(() => undefined);
    const outbox = box();
    outbox.write(line);
    outbox.flush();
    outbox.flush();
    expect(server.heard).toHaveLength(1);
  });

  it("shows a stale line to the clerk and sends it anew when told to keep it", async () => {
    server.answer = () => Promise.reject(new Refused("stale_revision", null));
    const outbox = box();
    minutes = [entry(1)];
    outbox.write({ ...line, entry: "e1", base: 1 });
    await settled();
    const stale = outbox.drafts.value[0];
    expect(stale?.state.is).toBe("stale");
    minutes = [entry(1, { revision: 2 })];
    server.answer = () => Promise.resolve({ type: "done", re: 1 });
    outbox.keepMine(stale?.op ?? "");
    await settled();
    expect(server.heard.map((h) => h.split("@")[1])).toEqual(["2", "3"]);
    expect(outbox.drafts.value).toEqual([]);
  });

  it("tries again by itself when the server could not store it", async () => {
    vi.useFakeTimers();
    let tries = 0;
    server.answer = () => (tries++ === 0 ? Promise.reject(new Refused("not_stored", null)) : Promise.resolve({ type: "done", re: 1 }));
    const outbox = box();
    outbox.write(line);
    await vi.advanceTimersByTimeAsync(2500);
    expect(server.heard).toHaveLength(2);
    expect(outbox.drafts.value).toEqual([]);
    vi.useRealTimers();
  });

  it("says so when the browser refuses to keep drafts", () => {
    place.setItem = () => { throw new Error("quota"); };
    server.online = false;
    const outbox = box();
    outbox.write(line);
    expect(outbox.kept.value).toBe(false);
    expect(outbox.drafts.value).toHaveLength(1);
  });
});
