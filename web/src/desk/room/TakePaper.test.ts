import { afterEach, expect, it, vi } from "vitest";
import { hearings } from "../api";
import { show, type Shown } from "../parts/show";
import TakePaper from "./TakePaper.vue";

const confirmed = vi.hoisted(() => vi.fn());
vi.mock("../parts/say", () => ({ confirmed, failed: vi.fn(), told: vi.fn() }));

let shown: Shown | undefined;
afterEach(() => {
  shown?.gone();
  vi.restoreAllMocks();
});

it("sends the version it shows, once somebody said that it is the one on the paper", async () => {
  const take = vi.spyOn(hearings, "takePaper").mockResolvedValue(undefined);
  const on = { paper: "minutes", version: 2, sha256: "ab12cd34ff" };
  shown = show(TakePaper, { hearing: "h", seat: "p", who: "马秀英", on });
  const input = shown.page.querySelector<HTMLInputElement>("input[type=file]")!;
  const file = new File(["%PDF-1.7"], "签名.pdf");
  Object.defineProperty(input, "files", { value: [file], configurable: true });

  confirmed.mockResolvedValueOnce(false);
  input.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(confirmed).toHaveBeenCalledOnce());
  const question = String(confirmed.mock.calls[0]?.[0]);
  for (const said of ["第 2 版", "ab12cd34"]) expect(question).toContain(said);
  expect(take).not.toHaveBeenCalled();

  confirmed.mockResolvedValueOnce(true);
  input.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(take.mock.calls).toEqual([["h", "p", file, on]]));
});
