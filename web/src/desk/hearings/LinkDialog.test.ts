import { afterEach, expect, it } from "vitest";
import { renderSVG } from "uqr";
import { show, type Shown } from "../parts/show";
import LinkDialog from "./LinkDialog.vue";

let shown: Shown;
afterEach(() => shown.gone());

it.each([
  ["a person", false, "https://x.cn/join#K7QX"],
  ["a reception room, its big screen", true, "https://x.cn/hall#K7QX"],
])("opens for %s, by hand and by the drawn code alike", async (_who, room, opens) => {
  shown = show(LinkDialog, { who: "某席", url: "https://x.cn/join#K7QX", room });
  await new Promise((done) => setTimeout(done));
  expect((document.querySelector("[data-part=link]") as HTMLInputElement).value).toBe(opens);
  const drawn = document.createElement("div");
  drawn.innerHTML = renderSVG(opens, { border: 2 });
  expect(document.querySelector(".qr")?.innerHTML).toBe(drawn.innerHTML);
});
