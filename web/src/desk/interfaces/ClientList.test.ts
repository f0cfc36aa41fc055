import { afterEach, expect, it, vi } from "vitest";
import { interfaces } from "../api";
import { show, type Shown } from "../parts/show";
import ClientList from "./ClientList.vue";

const client = {
  id: "c1",
  name: "市12345热线平台",
  agency: "a1",
  agency_name: "七里河区信访局",
  scopes: ["intake:hotline"],
  made_at: 1_795_395_600_000,
  last_used_at: null,
  revoked_at: null,
  agency_closed_at: null,
};
let shown: Shown;

afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
  document.body.innerHTML = "";
});

it("replaces what is ticked and shows it once", async () => {
  const made = { client, token: null, signing_secret: "new-secret" };
  const renewClient = vi.spyOn(interfaces, "renewClient").mockResolvedValue(made as never);
  const load = { data: [client], problem: null, busy: false, reload: vi.fn() };
  shown = show(ClientList, { load });
  const key = () => shown.page.querySelector<HTMLElement>("[data-do=renew]");
  await vi.waitFor(() => expect(key()).not.toBeNull());
  key()?.click();
  const box = () => document.querySelectorAll<HTMLInputElement>(".el-dialog input[type=checkbox]")[1];
  await vi.waitFor(() => expect(box()).toBeDefined());
  box()?.click();
  const submit = () => document.querySelector<HTMLButtonElement>("[data-do=submit]");
  await vi.waitFor(() => expect(submit()?.disabled).toBe(false));
  submit()?.click();
  await vi.waitFor(() => expect(renewClient.mock.calls).toEqual([["c1", { token: false, signing_secret: true }]]));
  await vi.waitFor(() => expect(document.body.textContent).toContain("new-secret"));
  expect(submit()).toBeNull();
});
