import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "@/api/http";
import { DRAFTS } from "@/state/kept";
import type { Me } from "../rest";
import { me, signOut } from "./session";

const api = vi.hoisted(() => ({ signOut: vi.fn(), me: vi.fn() }));
vi.mock("../api", () => ({ session: api }));

const draft = () => sessionStorage.getItem(`${DRAFTS}reply`);
const lost = new Problem(0, "unreachable");

beforeEach(() => {
  vi.resetAllMocks();
  me.value = { id: "one" } as Me;
  sessionStorage.setItem(`${DRAFTS}reply`, "half a reply");
});
afterEach(() => {
  me.value = null;
  sessionStorage.clear();
});

it("leaves nobody and nothing behind", async () => {
  localStorage.setItem("lianjie-grid-draft", "a report of an earlier release");
  api.signOut.mockResolvedValue(undefined);
  await signOut();
  expect(localStorage.getItem("lianjie-grid-draft")).toBeNull();
  expect([me.value, draft(), api.me.mock.calls.length]).toEqual([null, null, 0]);
});

it("is done where only the answer was lost", async () => {
  api.signOut.mockRejectedValue(lost);
  api.me.mockRejectedValue(new Problem(401, "unauthenticated"));
  await signOut();
  expect([me.value, draft()]).toEqual([null, null]);
});

it.each([
  ["still stands", () => api.me.mockResolvedValue({ id: "one" })],
  ["cannot be asked for", () => api.me.mockRejectedValue(lost)],
] as const)("says that it failed where the sign-in %s, leaves the key to try again and no words behind", async (_, asked) => {
  api.signOut.mockRejectedValue(lost);
  asked();
  await expect(signOut()).rejects.toBe(lost);
  expect([me.value?.id, draft()]).toEqual(["one", null]);
});
