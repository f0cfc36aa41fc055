import { expect, it } from "vitest";
import { show } from "@/desk/parts/show";
import { seat } from "@/state/sample";
import SeatPlate from "./SeatPlate.vue";

const words = (props: object) => {
  const { page, gone } = show(SeatPlate, { seat: seat("petitioner"), line: "poor", ...props });
  const chip = page.querySelector("[data-quality]");
  const said = [...(chip?.querySelectorAll("span") ?? [])].filter((one) => one.textContent === "较差");
  const seen = said.some((one) => !one.classList.contains("lj-spoken"));
  const told = { seen, heard: chip?.textContent?.trim(), title: chip?.getAttribute("title") };
  gone();
  return told;
};

it("says of a bad line by a sign alone where the picture is small, so that the name has the room", () => {
  expect(words({})).toMatchObject({ seen: true });
  expect(words({ small: true })).toEqual({ seen: false, heard: "网络较差", title: "网络较差" });
});
