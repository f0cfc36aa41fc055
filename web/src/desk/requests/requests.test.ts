import { expect, it } from "vitest";
import { isUndecided, stepOf } from "./requests";

it("sends a no and a redirection only with a reason", () => {
  const reason = "不属于本级接访范围";
  expect(stepOf("refuse", "不行", "")).toBeNull();
  expect(stepOf("refuse", ` ${reason} `, "")).toEqual({ kind: "refuse", reason });
  expect(stepOf("redirect", reason, "")).toBeNull();
  expect(stepOf("redirect", reason, "a")).toEqual({ kind: "redirect", reason, to: "a" });
  expect(stepOf("approve", "", "")).toEqual({ kind: "approve" });
});

it("counts days only until a request is decided", () => {
  expect(["requested", "examining", "approved", "refused"].map((state) => isUndecided(state as never))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
