import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { Problem } from "@/api/http";
import { useLoad } from "../parts/load";
import { show, type Shown } from "../parts/show";
import type { Me } from "../rest";
import { ended, me } from "../shell/session";
import { router } from "../shell/router";
import SignInNotice from "./SignInNotice.vue";

const signIn = vi.hoisted(() => vi.fn());
vi.mock("../api", async (original) => ({ ...(await original<object>()), session: { signIn, me: () => Promise.resolve({ id: "one" }) } }));
vi.mock("../room/RoomPage.vue", () => ({ default: { render: () => null } }));
vi.mock("../petitions/WorkList.vue", () => ({ default: { render: () => null } }));

const refused = () => useLoad(() => Promise.reject(new Problem(401, "unauthenticated"))).reload();
const done = vi.fn();
let shown: Shown;

beforeEach(() => {
  me.value = { id: "one" } as Me;
  ended.value = false;
  shown = show(SignInNotice, { onDone: done });
});
afterEach(() => shown.gone());

it("keeps whom the server no longer knows in the hearing, and signs in over it", async () => {
  await router.push("/hearings/7/room");
  await refused();
  expect([router.currentRoute.value.name, ended.value, me.value?.id]).toEqual(["room", true, "one"]);
  (shown.page.querySelector("[data-do=sign-in]") as HTMLElement).click();
  await vi.waitFor(() => expect(document.querySelector("form input[name=password]")).not.toBeNull());
  await shown.type(document.querySelector("form input[name=username]") as HTMLInputElement, "head");
  await shown.type(document.querySelector("form input[name=password]") as HTMLInputElement, "secret");
  signIn.mockResolvedValueOnce({ id: "one" });
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  await nextTick();
  expect([signIn.mock.calls[0], shown.page.querySelector("[data-alarm]")]).toEqual([["head", "secret", undefined], null]);
});

it("keeps what is typed when somebody clicks beside it", async () => {
  await router.push("/hearings/7/room");
  await refused();
  (shown.page.querySelector("[data-do=sign-in]") as HTMLElement).click();
  await vi.waitFor(() => expect(document.querySelector("form input[name=password]")).not.toBeNull());
  await shown.type(document.querySelector("form input[name=username]") as HTMLInputElement, "head");
  const beside = document.querySelector(".el-overlay-dialog") as HTMLElement;
  for (const kind of ["mousedown", "mouseup", "click"]) beside.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
  await nextTick();
  await nextTick();
  const typed = document.querySelector("form input[name=username]") as HTMLInputElement;
  const overlay = typed.closest(".el-overlay") as HTMLElement;
  expect([typed.value, overlay.style.display, overlay.className.includes("leave")]).toEqual(["head", "", false]);
});

it("is not needed elsewhere: there the page is left for the sign-in", async () => {
  await router.push("/");
  await refused();
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe("sign-in"));
  expect(me.value).toBeNull();
});
