import { expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import { show } from "../parts/show";
import UnkeptPictures from "./UnkeptPictures.vue";

it("names the devices whose pictures are not recorded, and says nothing where all are", () => {
  const room = apply(null, welcome(), 0) as RoomView;
  const says = (unkept: string[]) => {
    const { page, gone } = show(UnkeptPictures, { room: { ...room, stage: { ...room.stage, unkept } } });
    const text = page.textContent?.trim() ?? "";
    gone();
    return text;
  };
  expect(says([])).toBe("");
  expect(says(["petitioner"])).toContain("单位petitioner");
});
