import { afterEach, expect, it, vi } from "vitest";
import { fileUnder } from "./filing";

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: object) =>
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }))));
const body = { title: "小区物业不公开收支" } as Parameters<typeof fileUnder>[1];

it("goes out under its key", async () => {
  answer(201, { id: "1", number: "XF1", query_code: "C" });
  expect(await fileUnder("k", body)).toEqual({ registered: { id: "1", number: "XF1", query_code: "C" }, isEarlier: false });
  expect(JSON.parse(String(vi.mocked(fetch).mock.calls[0]?.[1]?.body))).toEqual({ ...body, key: "k" });
});

it("changed after a try that had arrived, is what had arrived, and says so", async () => {
  answer(409, { code: "filed_otherwise", petition: "1", number: "XF1", query_code: "C" });
  expect(await fileUnder("k", body)).toEqual({ registered: { id: "1", number: "XF1", query_code: "C" }, isEarlier: true });
});

it("refused is not filed", async () => {
  answer(422, { code: "unprocessable", field: "title" });
  await expect(fileUnder("k", body)).rejects.toMatchObject({ code: "unprocessable" });
});
