import { afterEach, expect, it } from "vitest";
import { text as frontEn } from "@/citizen/home/text.en";
import { text as frontZh } from "@/citizen/home/text.zh";
import { show, type Shown } from "../parts/show";
import { register as registerEn } from "../text/register.en";
import { register as registerZh } from "../text/register.zh";
import NewCodeDialog from "./NewCodeDialog.vue";
import RegisteredSlip from "./RegisteredSlip.vue";

let shown: Shown | undefined;
afterEach(() => {
  shown?.gone();
  document.body.innerHTML = "";
});

const how = () => document.querySelector("[data-part=slip-how]")?.textContent;

it("says on the slip of a registration at which address the code is used", () => {
  const registered = { id: "1", number: "XF1", query_code: "7KQX" };
  shown = show(RegisteredSlip, { registered, isEarlier: false, title: "电梯停运" });
  expect(how()).toContain(`${location.origin}/query`);
});

it("gives no way to look up a letter that got no code", () => {
  const registered = { id: "1", number: "XF1", query_code: null };
  shown = show(RegisteredSlip, { registered, isEarlier: false, title: "电梯停运" });
  expect(how()).toBeUndefined();
});

it("prints a renewed code as a slip, without the page behind the dialog", async () => {
  shown = show(NewCodeDialog, { number: "XF1", code: "7KQX" });
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setTimeout(done));
  expect(document.querySelector("[data-part=query-code]")?.textContent).toBe("7KQX");
  expect(how()).toContain(`${location.origin}/query`);
  expect(document.querySelector("[data-do=print]")).not.toBeNull();
  expect(document.documentElement.classList.contains("prints-dialog")).toBe(true);
  shown.gone();
  shown = undefined;
  expect(document.documentElement.classList.contains("prints-dialog")).toBe(false);
});

it("calls the item of the citizens' front page by its name", () => {
  expect(registerZh.register.slipHow("")).toContain(`“${frontZh.query}”`);
  expect(registerEn.register.slipHow("")).toContain(`“${frontEn.query}”`);
});
