import { afterEach, expect, it, vi } from "vitest";
import { show, type Shown } from "../parts/show";
import FailureList from "./FailureList.vue";

const failures = vi.fn();
const dismiss = vi.fn();
vi.mock("../api", () => ({
  interfaces: {
    failures: (...all: unknown[]) => failures(...all),
    dismiss: (...all: unknown[]) => dismiss(...all),
  },
}));

const delivery = {
  id: "d1",
  receiver: "webhook",
  client_name: "市12345热线平台",
  number: "XF1",
  sequence: 1,
  kind: "petition.registered",
  at: 1_795_395_600_000,
  state: "failed",
  due: 1_795_395_600_000,
  outcome: "HTTP 503",
  settled_at: 1_795_395_600_000,
  attempts: [],
  dismissed: null,
};
const REASON = "对方已电话告知，自行补录";
let shown: Shown;

afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
});

it("takes one off the list with how it was seen to", async () => {
  failures.mockResolvedValueOnce({ rows: [delivery], next: null }).mockResolvedValue({ rows: [], next: null });
  dismiss.mockResolvedValue(undefined);
  shown = show(FailureList, {});
  const key = () => shown.page.querySelector<HTMLElement>("[data-do=dismiss]");
  await vi.waitFor(() => expect(key()).not.toBeNull());
  key()?.click();
  const field = () => document.querySelector<HTMLTextAreaElement>(".el-dialog textarea");
  await vi.waitFor(() => expect(field()).not.toBeNull());
  await shown.type(field() as HTMLTextAreaElement, REASON);
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(dismiss.mock.calls).toEqual([["d1", REASON]]));
  await vi.waitFor(() => expect(key()).toBeNull());
});
