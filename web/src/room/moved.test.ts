import { expect, it, vi } from "vitest";
import { nextTick, shallowRef } from "vue";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import { followMoves, wayTo } from "./moved";

it.each([
  ["a phone by a fresh link", "k7qx", "/join", { hash: "#k7qx" }],
  ["a room's screen too", "k7qx", "/hall", { hash: "#k7qx" }],
  ["a desk by signing in", null, "/desk/hearings/0193/room", { path: "/desk/hearings/other/room" }],
])("goes to the other session: %s", (_who, secret, path, way) => {
  expect(wayTo({ hearing: "other", secret }, { hearing: "0193", path })).toEqual(way);
});

it("leaves the one before it goes, and goes for nothing else the officer does", async () => {
  const room = shallowRef<RoomView | null>(apply(null, welcome(), 0));
  const leave = vi.fn(() => Promise.resolve());
  followMoves(room, leave);
  room.value = apply(room.value, { type: "check_in", news: { kind: "rung" } }, 0);
  await nextTick();
  expect(leave).not.toHaveBeenCalled();
  room.value = apply(room.value, { type: "check_in", news: { kind: "moved", hearing: "other", secret: "k7qx" } }, 0);
  await nextTick();
  await Promise.resolve();
  expect(leave).toHaveBeenCalledOnce();
  expect(location.hash).toBe("#k7qx");
});
