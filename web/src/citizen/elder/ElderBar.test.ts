import { afterEach, expect, it } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "@/desk/parts/show";
import ElderBar from "./ElderBar.vue";

let shown: Shown;
const bar = () => shown.page.querySelector("[data-part=elder]");
afterEach(() => {
  shown.gone();
  document.querySelector("main")?.remove();
});

it("is there on a page, and not over the keys of a room", async () => {
  const main = document.createElement("main");
  document.body.append(main);
  shown = show(ElderBar, {});
  await nextTick();
  expect(bar()).not.toBeNull();
  main.innerHTML = `<div data-page="room"></div>`;
  await new Promise((done) => setTimeout(done, 20));
  expect(bar()).toBeNull();
  main.innerHTML = "";
  await new Promise((done) => setTimeout(done, 20));
  expect(bar()).not.toBeNull();
});
