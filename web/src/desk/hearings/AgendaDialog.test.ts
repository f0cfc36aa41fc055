import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { show, type Shown } from "../parts/show";
import AgendaDialog from "./AgendaDialog.vue";

const failed = vi.hoisted(() => vi.fn());
vi.mock("../parts/say", () => ({ failed }));

const save = vi.fn();
const onClose = vi.fn();
let shown: Shown;

function open(phase: "opening" | null) {
  save.mockReset();
  onClose.mockReset();
  const plan = ["opening", "statement", "read_back"].map((phase) => ({ phase, minutes: null }));
  shown = show(AgendaDialog, { plan, phase, save, onClose });
}
const the = (selector: string) => document.querySelector(selector) as HTMLElement;
afterEach(() => shown.gone());

it("a phase is added before reading back and given minutes; a refusal loses nothing", async () => {
  open("opening");
  await nextTick();
  the("[data-add=evidence]").click();
  await nextTick();
  const minutes = the("[data-phase=evidence] input") as HTMLInputElement;
  await shown.type(minutes, "30");
  save.mockResolvedValueOnce(false);
  the("[data-do=save-agenda]").click();
  await vi.waitFor(() => expect(save).toHaveBeenCalledOnce());
  expect(save.mock.calls[0]?.[0]).toEqual([
    { phase: "opening", minutes: null },
    { phase: "statement", minutes: null },
    { phase: "evidence", minutes: 30 },
    { phase: "read_back", minutes: null },
  ]);
  expect(onClose).not.toHaveBeenCalled();
  expect((the("[data-phase=evidence] input") as HTMLInputElement).value).toBe("30");
  const held = [...document.querySelectorAll<HTMLButtonElement>("[data-phase=opening] button")];
  expect(held.map((key) => key.disabled), "it is on").toEqual([true, true, true]);
});

it("what is no agenda is not sent", async () => {
  open(null);
  await nextTick();
  (the("[data-phase=opening] button:last-child") as HTMLButtonElement).click();
  await nextTick();
  the("[data-do=save-agenda]").click();
  await nextTick();
  expect(save).not.toHaveBeenCalled();
  expect(the("[role=alert]").textContent).not.toBe("");
});

it("frees its key, says why and keeps the agenda where saving it breaks off", async () => {
  open(null);
  await nextTick();
  the("[data-add=evidence]").click();
  await nextTick();
  const key = the("[data-do=save-agenda]") as HTMLButtonElement;
  save.mockRejectedValueOnce(new Error("broken"));
  key.click();
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(key.disabled).toBe(false));
  expect([onClose.mock.calls.length, the("[data-phase=evidence]")]).toEqual([0, expect.anything()]);
});
