import { describe, expect, it } from "vitest";
import { Problem } from "@/api/http";
import { Refused } from "@/socket/requests";
import { trouble } from "./code";

describe("a code that did not confirm", () => {
  it.each([
    [new Refused("wrong_code", null), "codeWrong"],
    [new Problem(422, "too_fast"), "codeWait"],
    [new Refused("too_fast", null), "codeWait"],
    [new Problem(422, "no_sms"), "codeNone"],
    [new Problem(422, "no_phone"), "codeNone"],
    [new Refused("stale_revision", "2"), "stale"],
    [new Problem(0, "unreachable"), "failed"],
    [new Error("?"), "failed"],
  ])("%s is told as %s", (problem, told) => expect(trouble(problem)).toBe(told));
});
