import { expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { newSending, sendAll } from "./sending";

vi.mock("./files", () => ({
  sendFile: (_key: unknown, _file: File, _progress: unknown, cancel: AbortSignal) =>
    new Promise((_, reject) => cancel.addEventListener("abort", () => reject(new Problem(0, "cancelled")))),
}));

it("given up, names the file under way and those after it, which stay to be sent", async () => {
  const sending = newSending();
  const files = [new File(["a"], "a.pdf"), new File(["b"], "b.pdf")];
  const all = sendAll(sending, { number: "XF1", code: "C" }, files);
  sending.giveUp();
  await all;
  expect(sending.failed.map(({ file, error }) => [file.name, (error as Problem).code])).toEqual([["a.pdf", "cancelled"], ["b.pdf", "cancelled"]]);
  expect([sending.now, sending.sent]).toEqual([null, []]);
});
