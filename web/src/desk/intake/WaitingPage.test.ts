import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import WaitingPage from "./WaitingPage.vue";

const waiting = {
  due: 1_796_745_600_000,
  overdue: false,
  steps: [],
  receipt: {
    id: "0190",
    adapter: "hotline",
    external_number: "HL-1",
    state: "waiting",
    petition: null,
    number: null,
    query_code: null,
    field: "place",
    reason: "There is no such division",
    received_at: 1_795_395_600_000,
  },
  item: {
    title: "小区物业不公开收支",
    text: "来电人反映小区物业公司多年不公开收支，要求处理。",
    place: "999999",
    petitioner: { name: "马某某", phone: "13900000001" },
  },
};

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

/** Answers by path and keeps what was posted. */
function server(shown: unknown = waiting): { posted: [string, unknown][] } {
  const posted: [string, unknown][] = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    if (request.method === "POST") posted.push([path, JSON.parse(String(request.body))]);
    const answers: Record<string, unknown> = {
      "/api/intake?": { rows: posted.length > 0 ? [] : [shown], next: posted.length > 0 ? null : "1.7" },
      "/api/intake?after=1.7": { rows: [{ ...waiting, receipt: { ...waiting.receipt, id: "0191" } }], next: null },
      "/api/divisions": [{ code: "620103", name: "七里河区", level: "county", parent: null }],
    };
    const body = answers[path] ?? { ...waiting.receipt, state: "registered", number: "XF1", query_code: "ABC" };
    return Promise.resolve(
      new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }),
    );
  });
  return { posted };
}

it("goes on page by page", async () => {
  server();
  const { page } = show(WaitingPage, {});
  await settled();
  expect(page.querySelectorAll("li")).toHaveLength(1);
  [...page.querySelectorAll("button")].find((one) => one.textContent.includes(t.value.common.more))?.click();
  await settled();
  expect(page.querySelectorAll("li")).toHaveLength(2);
  expect(page.textContent).not.toContain(t.value.common.more);
});

it("says nothing is wrong with what was taken up and could be registered", async () => {
  server({ ...waiting, receipt: { ...waiting.receipt, field: null, reason: null } });
  const { page } = show(WaitingPage, {});
  await settled();
  expect(page.textContent).toContain("HL-1");
  expect(page.querySelector(".why")).toBeNull();
});

it("shows why an item waits and registers it as corrected", async () => {
  const { posted } = server();
  const { page } = show(WaitingPage, {});
  await settled();
  expect(page.textContent).toContain("属地：没有这个行政区划");
  expect(page.textContent).not.toContain("There is no such division");
  expect(page.textContent).toContain("HL-1");
  page.querySelector<HTMLElement>("[data-do=correct]")?.click();
  await settled();
  const title = document.body.querySelector<HTMLInputElement>(".el-dialog input");
  expect(title?.value).toBe(waiting.item.title);
  document.body.querySelector<HTMLElement>(".el-dialog__footer .el-button--primary")?.click();
  await settled();
  expect(posted).toEqual([["/api/intake/0190/register", waiting.item]]);
  expect(page.textContent).toContain("XF1");
  expect(page.textContent).toContain("ABC");
});

it("marks the field that is refused in the correction, no more the one that was", async () => {
  const refusal = { type: "about:blank", title: "", status: 422, code: "unprocessable", detail: "A title has 4 to 100 characters", field: "title" };
  server();
  const { page } = show(WaitingPage, {});
  await settled();
  page.querySelector<HTMLElement>("[data-do=correct]")?.click();
  await settled();
  const errors = () => [...document.body.querySelectorAll(".el-dialog .el-form-item__error")].map((one) => one.textContent?.trim());
  await vi.waitFor(() => expect(errors()).toEqual(["没有这个行政区划"]));
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify(refusal), { status: 422, headers: { "content-type": "application/problem+json" } })),
  );
  document.body.querySelector<HTMLElement>(".el-dialog__footer .el-button--primary")?.click();
  await settled();
  await vi.waitFor(() => expect(errors()).toEqual([t.value.fieldRefused("标题")]));
});
