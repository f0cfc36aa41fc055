import { afterEach, expect, it, vi } from "vitest";
import { day } from "@/i18n";
import { statistics } from "../api";
import { settled, show, type Shown } from "../parts/show";
import { t } from "../text";
import WarningsPage from "./WarningsPage.vue";

vi.mock("vue-router", () => ({ useRouter: () => ({}), useRoute: () => ({ query: {} }) }));

const DAY = 86_400_000;
const warning = (taken_at: number | null, mine = true) => ({
  key: "cluster:620103002:property_management",
  kind: "cluster",
  place: "620103002",
  place_name: "西湖街道",
  class: "property_management",
  respondent: null,
  count: 3,
  against: 0,
  since: 0,
  charge:
    taken_at === null ? null : { name: "赵某", agency_name: "七里河区信访局", taken_at, until: taken_at + 30 * DAY, mine },
});
let shown: Shown;

afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
});

async function opened(row: ReturnType<typeof warning>): Promise<HTMLButtonElement | null> {
  vi.spyOn(statistics, "warnings").mockResolvedValue({ rows: [row], next: null } as never);
  shown = show(WarningsPage, {});
  await settled();
  return shown.page.querySelector<HTMLButtonElement>(".take");
}

it("says until when a warning is somebody's, and who has it may go on", async () => {
  const again = vi.spyOn(statistics, "takeCharge").mockResolvedValue(warning(20 * DAY) as never);
  const button = await opened(warning(0));
  expect(shown.page.textContent).toContain(day(30 * DAY));
  expect(button?.textContent).toContain(t.value.warning.again);
  button?.click();
  await settled();
  expect(again).toHaveBeenCalledWith("", warning(0).key);
  expect(shown.page.textContent).toContain(day(50 * DAY));
});

it.each([
  ["whoever has it", warning(0, false)],
  ["nobody", warning(null)],
])("is taken from %s", async (_, row) => {
  const button = await opened(row);
  expect(button?.textContent).toContain(t.value.warning.charge);
  expect(button?.textContent).not.toContain(t.value.warning.again);
});

it("shows what is behind a warning page by page", async () => {
  const row = (id: string) => ({ id, title: `信访件 ${id}`, number: id, place_name: "西湖街道", state: "registered" });
  const behind = vi
    .spyOn(statistics, "behindWarning")
    .mockImplementation((_division, _key, after) =>
      Promise.resolve(
        (after === null
          ? { rows: [row("1")], total: 2, hidden: 0, next: "1" }
          : { rows: [row("2")], total: 2, hidden: 0, next: null }) as never,
      ),
    );
  await opened(warning(null));
  const details = shown.page.querySelector("details");
  if (details) details.open = true;
  details?.dispatchEvent(new Event("toggle"));
  await settled();
  expect(shown.page.querySelectorAll("details li").length).toBe(1);
  shown.page.querySelector<HTMLElement>("details .more")?.click();
  await settled();
  expect(shown.page.querySelectorAll("details li").length).toBe(2);
  expect(behind).toHaveBeenLastCalledWith("", warning(null).key, "1");
});
