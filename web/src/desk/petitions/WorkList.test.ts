import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useRoute } from "vue-router";
import { lists, petitions, savedFilters } from "../api";
import { settled, show, type Shown } from "../parts/show";
import { t } from "../text";
import WorkList from "./WorkList.vue";

// One page of the desk, whose address changes under it.
const back = vi.hoisted(() => vi.fn());
vi.mock("vue-router", async () => {
  const { shallowReactive } = await import("vue");
  const route = shallowReactive<{ name: string; query: object }>({ name: "list", query: {} });
  const replace = async ({ query }: { query: object }) => void (route.query = query);
  const push = async ({ query, state }: { query: object; state: object }) => {
    history.pushState(state, "");
    route.query = query;
  };
  return { useRoute: () => route, useRouter: () => ({ replace, push, back }) };
});

const route = useRoute() as unknown as { query: Record<string, string> };
let shown: Shown;

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ rows: [], next: null }))));
  vi.spyOn(petitions, "list").mockResolvedValue({ rows: [], next: null } as never);
  vi.spyOn(lists, "divisions").mockResolvedValue([]);
  vi.spyOn(petitions, "counts").mockResolvedValue({} as never);
  vi.spyOn(savedFilters, "mine").mockResolvedValue([{ id: "f", name: "来信", query: "channel=letter" }] as never);
});

afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  history.replaceState(null, "");
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function opened(query: Record<string, string>): Promise<HTMLElement> {
  route.query = query;
  shown = show(WorkList, {});
  await settled();
  return shown.page;
}

/** What the list was last asked for, not the urgent rows on top of it. */
const asked = () => vi.mocked(petitions.list).mock.calls.map(([filter]) => filter).filter(({ urgent }) => urgent !== "true").at(-1);

it("opens the fold for what a saved filter sets in it, and clears it by one key", async () => {
  const page = await opened({});
  const clear = () => page.querySelector<HTMLElement>("[data-do=clear]");
  expect([page.querySelector("details")?.open, clear()]).toEqual([false, null]);
  page.querySelector<HTMLElement>(".saved .one button")?.click();
  await settled();
  expect([page.querySelector("details")?.open, asked()?.channel]).toEqual([true, "letter"]);
  clear()?.click();
  await settled();
  expect([clear(), asked()?.channel, route.query.channel]).toEqual([null, "", undefined]);
});

it("is narrowed by what the address says when that changes", async () => {
  await opened({ due: "overdue" });
  expect(asked()?.due).toBe("overdue");
  route.query = {}; // the header's way to the list
  await settled();
  expect(asked()?.due).toBe("");
});

it("does not take back what is chosen while its own address is on its way", async () => {
  const page = await opened({});
  const state = page.querySelector<HTMLSelectElement>("select");
  if (state) state.value = "screening";
  state?.dispatchEvent(new Event("change"));
  await settled();
  expect([asked()?.state, route.query.state]).toEqual(["screening", "screening"]);
});

const row = {
  id: "p1", number: "XF1", title: "电梯停运", state: "screening", category: "appeal", content_class: "property_management", channel: "web",
  place_name: "西湖街道", unit_name: null, desk_name: "兰州市信访局", came: null, registered_at: 1, next_due: null, overdue: false, version: 1,
};

describe("the letter of a step", () => {
  const listed = async () => {
    const rows = [row, { ...row, id: "p2", number: "XF2" }];
    vi.mocked(petitions.list).mockImplementation(async ({ urgent }) => ({ rows: urgent === "true" ? [] : rows, next: null }) as never);
    return opened({});
  };
  const press = async (keys: string, on: EventTarget = document.body) => {
    for (const key of keys) {
      on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await settled();
    }
  };
  /** The key of the dialog that does it for so many. */
  const run = (n: number) =>
    [...document.querySelectorAll("button")].find((one) => one.textContent?.includes(t.value.bulk.run(n)));

  it("opens its dialog for the row one is on, and does nothing by itself", async () => {
    const sent = vi.spyOn(petitions, "transitions").mockResolvedValue([{ id: "p2", problem: null }] as never);
    await listed();
    await press("s");
    expect(run(1)).toBeUndefined(); // on no row yet
    await press("jjs");
    expect([run(1) !== undefined, sent.mock.calls.length]).toEqual([true, 0]);
    run(1)?.click();
    await settled();
    expect(sent.mock.calls.map(([, rows]) => rows.map(({ id }) => id))).toEqual([["p2"]]);
  });

  it("means the ticked rows where there are any", async () => {
    await listed();
    await press("jxjxs");
    expect(run(2)).toBeDefined();
  });

  it("means the row that is open, wherever one has gone on to since", async () => {
    const sent = vi.spyOn(petitions, "transitions").mockResolvedValue([{ id: "p1", problem: null }] as never);
    vi.spyOn(petitions, "one").mockReturnValue(new Promise(() => {}));
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    const page = await listed();
    await press("j");
    page.querySelector("[data-id=p1]")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await settled();
    await press("js");
    expect(document.querySelector("[data-part=meant]")?.textContent).toContain("XF1");
    run(1)?.click();
    await settled();
    expect(sent.mock.calls.map(([, rows]) => rows.map(({ id }) => id))).toEqual([["p1"]]);
  });

  it("is a letter while something is typed", async () => {
    const page = await listed();
    await press("j");
    await press("s", page.querySelector("input[type=search]") ?? undefined);
    expect(run(1)).toBeUndefined();
  });

  it("is listed with the other keys", async () => {
    await listed();
    await press("?");
    const keys = [...document.querySelectorAll("kbd")].map((one) => one.textContent);
    expect(keys).toEqual([...t.value.keys.rows.map(([key]) => key), "s", "m", "r", "h", "a", "v"]);
  });
});

describe("the panel of a petition", () => {
  const openRow = async (narrow: boolean) => {
    vi.stubGlobal("matchMedia", () => ({ matches: narrow }));
    vi.mocked(petitions.list).mockImplementation(async ({ urgent }) => ({ rows: urgent === "true" ? [] : [row], next: null }) as never);
    vi.spyOn(petitions, "one").mockReturnValue(new Promise(() => {}));
    back.mockReset();
    const page = await opened({});
    page.querySelector<HTMLElement>("[data-id=p1]")?.click();
    await settled();
    return page;
  };
  const close = async (page: HTMLElement) => {
    page.querySelector<HTMLElement>(".panel-bar .end")?.click();
    await settled();
  };

  it("is a step of its own where it covers the list: the phone's Back key closes it, and so does its button", async () => {
    const page = await openRow(true);
    expect([route.query.open, history.state.panel]).toEqual(["p1", true]);
    await close(page);
    expect(back).toHaveBeenCalledOnce();
    route.query = {}; // as the browser goes back
    await settled();
    expect(page.querySelector(".panel")).toBeNull();
  });

  it("is none beside the list", async () => {
    const page = await openRow(false);
    expect([route.query.open, history.state?.panel]).toEqual(["p1", undefined]);
    await close(page);
    expect([back.mock.calls.length, route.query.open]).toEqual([0, undefined]);
  });
});
