import { h } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { requests } from "../before";
import { show, type Shown } from "../parts/show";
import { t } from "../text";
import RequestDialog from "./RequestDialog.vue";

/** Pressed, it chooses the bureau of the city. */
vi.mock("../parts/AgencySelect.vue", () => {
  const select = (props: { label: string }, { emit }: { emit: (event: string, value: unknown) => void }) =>
    h("button", { type: "button", "data-select": props.label, onClick: () => emit("update:modelValue", "city") });
  return { default: Object.assign(select, { props: ["modelValue", "label"], emits: ["update:modelValue"] }) };
});

let shown: Shown;
afterEach(() => {
  shown.gone();
  document.body.innerHTML = "";
  sessionStorage.clear();
  vi.restoreAllMocks();
});

it.each([["city", true], [null, false]] as const)("asks the bureau that was chosen, or leaves it to the rule: %s", async (organ, chooses) => {
  const make = vi.spyOn(requests, "make").mockResolvedValue({} as never);
  shown = show(RequestDialog, { petition: { id: "p", place: "620103" } });
  const purpose = () => document.querySelector<HTMLTextAreaElement>(".el-dialog textarea");
  await vi.waitFor(() => expect(purpose()).not.toBeNull());
  await shown.type(purpose() as HTMLTextAreaElement, "当面说明维修进展");
  if (chooses) document.querySelector<HTMLElement>(`[data-select="${t.value.request.organ}"]`)?.click();
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await vi.waitFor(() => expect(make).toHaveBeenCalledTimes(1));
  expect(make.mock.calls[0]?.[1]).toMatchObject({ organ, purpose: "当面说明维修进展" });
});
