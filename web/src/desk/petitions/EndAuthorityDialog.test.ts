import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { show, type Shown } from "../parts/show";
import type { PartyView, PetitionDetail } from "../rest";
import EndAuthorityDialog from "./EndAuthorityDialog.vue";

const endAuthority = vi.fn();
vi.mock("../api", () => ({ petitions: { endAuthority: (...all: unknown[]) => endAuthority(...all) } }));

const petition = { id: "7", version: 3 } as PetitionDetail;
const party = { id: "p5", kind: "agent", name: "赵律师" } as PartyView;
let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
});

it("asks why, keeps what was written when it is refused, and names the agent and the version", async () => {
  shown = show(EndAuthorityDialog, { petition, party });
  const dialog = () => document.body;
  await vi.waitFor(() => expect(dialog().textContent).toContain("撤销对赵律师的委托"));
  const submit = () => dialog().querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  submit();
  expect(endAuthority).not.toHaveBeenCalled();
  const field = dialog().querySelector("textarea") as HTMLTextAreaElement;
  await shown.type(field, "信访人书面撤销委托");
  endAuthority.mockRejectedValueOnce(new Problem(422, "unprocessable", "withdraw the seat first"));
  submit();
  await vi.waitFor(() => expect(dialog().querySelector("[role=alert]")).not.toBeNull());
  expect(field.value).toBe("信访人书面撤销委托");
  expect(endAuthority.mock.calls).toEqual([["7", { version: 3, person: "p5", reason: "信访人书面撤销委托" }]]);
});
