import { afterEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { setLang } from "@/i18n";
import { statistics } from "../api";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import YearlyPage from "./YearlyPage.vue";

vi.mock("vue-router", () => ({ useRouter: () => ({}), useRoute: () => ({ query: {} }) }));

let shown: Shown;

afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

it("says with each formula what it leaves out", async () => {
  setLang("zh");
  const rate = { numerator: 3, denominator: 4, excluded: 1, value: 0.75 };
  vi.spyOn(statistics, "yearly").mockResolvedValue({
    division: "620103",
    division_name: "七里河区",
    from: "2026-01-01",
    to: "2026-11-25",
    as_of: 0,
    year: 2026,
    indicators: [
      {
        id: "on_time_completion",
        name: { zh: "按期办结率", en: "On-time completion" },
        formula: { zh: "在期限内送达答复的 ÷ 期内办理到期的", en: "Reply by its due date / those due" },
        excluded: { zh: "没有办理期限的", en: "Without a term" },
        unit: "share",
        period: "due",
      },
    ],
    total: [rate],
    before: [rate],
    fields: [],
    organs: [],
    transfers: 0,
    assignments: 0,
    supervised: 0,
    supervision_answered: 0,
    recommendations: 0,
    recommendations_answered: 0,
    recommendations_adopted: 0,
    suggestions_answered: 3,
    suggestions_adopted: 1,
    suggestions_partly_adopted: 1,
    sealed: 0,
  } as never);
  shown = show(YearlyPage, {});
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done));
  await nextTick();
  const line = shown.page.querySelector(".definitions li")?.textContent;
  expect(line).toContain(`${t.value.statistics.leftOut}: 没有办理期限的`);
  const steps = shown.page.querySelector(".desk-facts")?.textContent;
  expect(steps).toContain("群众建议已答复3其中采纳1其中部分采纳1");
});
