import { expect, it, vi } from "vitest";
import { me } from "../shell/session";
import { countReports, reports } from "./waiting";

const { counts } = vi.hoisted(() => ({ counts: vi.fn() }));
vi.mock("../api", () => ({ grid: { counts } }));

it("counts for whoever is signed in, and asks for nobody else", async () => {
  counts.mockResolvedValue({ open: 3, overdue: 1, to_look_at: 2 });
  me.value = null;
  await countReports();
  expect(counts).not.toHaveBeenCalled();
  me.value = { id: "s" } as never;
  await countReports();
  expect(reports.value).toEqual({ open: 3, overdue: 1, to_look_at: 2 });
  me.value = null;
});
