import { expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { UnkeptPicture } from "@/wire";
import { show } from "../parts/show";
import UnkeptPictures from "./UnkeptPictures.vue";

it("names seat and source of pictures that are not recorded, and says nothing where all are", () => {
  const room = apply(null, welcome(), 0) as RoomView;
  const says = (unkept: UnkeptPicture[]) => {
    const { page, gone } = show(UnkeptPictures, { room: { ...room, stage: { ...room.stage, unkept } } });
    const text = page.textContent?.trim() ?? "";
    gone();
    return text;
  };
  expect(says([])).toBe("");
  expect(says([{ seat: "petitioner", kind: "screen" }])).toContain("：单位petitioner · 张某 · 屏幕共享。");
  const both = says([{ seat: "petitioner", kind: "camera" }, { seat: "clerk", kind: "camera" }]);
  expect(both).toContain("单位petitioner · 张某 · 摄像头、单位clerk · 张某 · 摄像头");
});
