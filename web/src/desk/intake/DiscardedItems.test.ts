import { afterEach, expect, it, vi } from "vitest";
import { settled, show } from "../parts/show";
import { t } from "../text";
import WaitingPage from "./WaitingPage.vue";

const discarded = {
  due: 1_796_745_600_000,
  overdue: false,
  steps: [{ kind: "discarded", at: 1_795_400_000_000, by_name: "王某", reason: "误以为是重复来件" }],
  receipt: {
    id: "0190",
    adapter: "hotline",
    external_number: "HL-1",
    state: "discarded",
    petition: null,
    number: null,
    query_code: null,
    field: "place",
    reason: "误以为是重复来件",
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
  localStorage.clear();
  document.body.innerHTML = "";
});

/** Holds one discarded item until it is taken up. */
function server(): [string, unknown][] {
  const posted: [string, unknown][] = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    if (request.method === "POST") posted.push([path, JSON.parse(String(request.body))]);
    const waits = posted.length > 0;
    const steps = [...discarded.steps, { kind: "taken_up", at: 1_795_500_000_000, by_name: "王某", reason: "核对后不是重复来件" }];
    const answers: Record<string, unknown> = {
      "/api/intake?": { rows: waits ? [{ ...discarded, steps }] : [], next: null },
      "/api/intake/discarded?": { rows: waits ? [] : [discarded], next: null },
    };
    return Promise.resolve(
      new Response(JSON.stringify(answers[path] ?? discarded.receipt), { headers: { "content-type": "application/json" } }),
    );
  });
  return posted;
}

it("shows who did not register an item and why, and takes it up again with a reason", async () => {
  const posted = server();
  const { page, type } = show(WaitingPage, {});
  await settled();
  expect(page.textContent).not.toContain("HL-1");
  page.querySelector<HTMLInputElement>("input[type=radio]:not(:checked)")?.click();
  await settled();
  for (const told of ["HL-1", "王某", "误以为是重复来件", discarded.item.text]) expect(page.textContent).toContain(told);

  page.querySelector<HTMLElement>("[data-do=take-up]")?.click();
  await settled();
  const reason = document.body.querySelector<HTMLTextAreaElement>(".el-dialog textarea");
  if (reason === null) throw new Error("no dialog");
  await type(reason, "核对后不是重复来件");
  document.body.querySelector<HTMLElement>(".el-dialog__footer .el-button--primary")?.click();
  await settled();
  expect(posted).toEqual([["/api/intake/0190/take-up", { reason: "核对后不是重复来件" }]]);
  expect(page.textContent).toContain(t.value.waiting.noneDiscarded);

  page.querySelector<HTMLInputElement>("input[type=radio]:not(:checked)")?.click();
  await settled();
  expect(page.textContent).toContain("核对后不是重复来件");
});
