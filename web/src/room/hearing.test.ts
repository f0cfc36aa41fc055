import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pack, write } from "@/state/drafts";
import { welcome } from "@/state/sample";
import type { ClientMessage, Grants, ServerMessage } from "@/wire";
import { useHearing, type HearingRoom } from "./hearing";

const peer = vi.hoisted(() => ({ number: null as number | null, begin: vi.fn(), close: vi.fn(), setTrack: vi.fn(), reread: vi.fn(), limit: vi.fn(), connection: null }));
vi.mock("@/media/peer", () => ({ HearingPeer: function () { return peer; } }));
vi.mock("@/api/http", () => ({ postSurely: () => Promise.resolve({ ticket: "t" }), Problem: class {} }));
vi.mock("@/socket/early", () => ({ roomSocket: () => socket }));
vi.mock("./afterwards", async () => ({
  Outbox: (await import("@/state/outbox")).Outbox,
  LineMonitor: class {}, follow: () => undefined,
  Beside: class { hear() {} },
  OwnLine: class { welcomed() {} goodbye() {} close() {} },
}));

const WRITES = welcome().grants;
const NOTHING: Grants = { ...WRITES, attend: false, minute: false };

interface Sent { id: number; do: ClientMessage }
let sent: Sent[];
let socket: { send(text: string): void; close(): void; onopen?(): void; onmessage?(event: { data: string }): void };
let hearing: HearingRoom;

const says = (message: ServerMessage) => socket.onmessage?.({ data: JSON.stringify(message) });
const settled = () => new Promise((resolve) => setTimeout(resolve));
const lines = () => sent.flatMap(({ do: what }) => (what.type === "put_entry" ? [what.op] : []));

async function refuse(code: "minutes_frozen" | "not_allowed") {
  says({ type: "refused", re: sent[sent.length - 1]?.id ?? 0, code, detail: null });
  await settled();
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  sent = [];
  peer.begin.mockReset();
  socket = { send: (text) => void sent.push(JSON.parse(text)), close: () => undefined };
  hearing = useHearing("h");
  hearing.start();
  await settled();
  socket.onopen?.();
  says(welcome());
  await vi.waitFor(() => expect(hearing.outbox.value).not.toBeNull());
});
afterEach(() => hearing.stop());

it.each(["minutes_frozen", "not_allowed"] as const)("sends a line that signing turned down once it may be written again: %s", async (code) => {
  hearing.outbox.value?.write({ phase: "statement", speaker: null, text: "晚到的一句", at: 0 });
  await refuse(code);
  const [op] = lines();
  says({ type: "grants", grants: { ...WRITES, minute: false } });
  await settled();
  expect(lines()).toEqual([op]);
  says({ type: "grants", grants: WRITES });
  expect(lines()).toEqual([op, op]);
});

it("begins media and sends what waits where one message grants both", async () => {
  says({ type: "grants", grants: NOTHING });
  hearing.outbox.value?.write({ phase: "statement", speaker: null, text: "晚到的一句", at: 0 });
  await refuse("not_allowed");
  peer.begin.mockReset();
  says({ type: "grants", grants: WRITES });
  expect(lines()).toHaveLength(2);
  expect(peer.begin).toHaveBeenCalledOnce();
});

it("sends what an earlier page kept, also where the outbox is loaded after the welcome", async () => {
  hearing.stop();
  const kept = { op: "kept", entry: "x", base: 0, phase: "statement", speaker: null, text: "断网时记下的一句", at: 0 } as const;
  localStorage.setItem("lj.drafts.h.clerk", pack(write([], kept)));
  hearing = useHearing("h");
  hearing.start();
  socket.onopen?.();
  says(welcome());
  expect(hearing.outbox.value).toBeNull();
  await settled();
  expect(lines()).toEqual(["kept"]);
});

it("keeps what one seat could not send from the next that sits down in this page", async () => {
  hearing.outbox.value?.write({ phase: "statement", speaker: null, text: "书记员的一句", at: 0 });
  await refuse("not_allowed");
  says(welcome({ you: "presider" }));
  await settled();
  expect([lines().length, hearing.outbox.value?.drafts.value]).toEqual([1, []]);
  says(welcome());
  await settled();
  expect(lines()).toHaveLength(2);
});

it("looks for a device only where it is turned on, and for that kind alone", () => {
  const mend = vi.spyOn(hearing.devices, "mend");
  hearing.toggle("microphone");
  expect(mend).not.toHaveBeenCalled();
  hearing.toggle("microphone");
  expect(mend.mock.calls).toEqual([[["microphone"]]]);
});

it("begins with what this tab kept of this seat, and with all on where it kept nothing", () => {
  expect(hearing.wants.value).toEqual({ microphone: true, camera: true });
  sessionStorage.setItem("lj.draft.wants.h.petitioner", '{"microphone":false,"camera":true}');
  for (const [seat, microphone] of [["petitioner", false], ["unit", true]] as const) {
    const again = useHearing("h", seat);
    expect(again.wants.value).toEqual({ microphone, camera: true });
    again.stop();
  }
});
