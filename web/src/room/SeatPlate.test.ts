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

it("names who shares the picture, and calls nobody muted who has no microphone of their own", () => {
  const petitioner = seat("petitioner", { label: "信访人", name: "马某", beside: "room", sources: [] });
  const room = show(SeatPlate, { seat: seat("room", { label: "住建局", name: "" }), company: [petitioner] });
  expect(room.page.querySelector(".who")?.textContent).toContain("住建局");
  expect(room.page.querySelector("[data-part=beside]")?.textContent).toBe("＋信访人 马某");
  room.gone();
  const own = show(SeatPlate, { seat: petitioner });
  expect(own.page.textContent).not.toContain("已静音");
  own.gone();
});
