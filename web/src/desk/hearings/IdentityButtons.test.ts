import { afterEach, expect, it, vi } from "vitest";
import { checkIn } from "../api";
import * as say from "../parts/say";
import { show, type Shown } from "../parts/show";
import IdentityButtons from "./IdentityButtons.vue";

vi.mock("../parts/say", async (original) => ({ ...(await original<typeof say>()), askedFor: vi.fn(), confirmed: vi.fn() }));

let shown: Shown;
afterEach(() => {
  shown.gone();
  vi.restoreAllMocks();
  vi.mocked(say.askedFor).mockReset();
  vi.mocked(say.confirmed).mockReset();
});

const press = (what: string) => shown.page.querySelector<HTMLElement>(what)?.click();
const buttons = (more: Record<string, unknown>) => {
  shown = show(IdentityButtons, { id: "h", seat: "s", who: "信访人", photo: true, ...more });
};

it("asks once before a photo that waits is deleted unseen, and not where the photo is the way", async () => {
  const identify = vi.spyOn(checkIn, "identify").mockResolvedValue([]);
  buttons({});
  vi.mocked(say.confirmed).mockResolvedValueOnce(false);
  press("[data-identity=paper]");
  await vi.waitFor(() => expect(say.confirmed).toHaveBeenCalledTimes(1));
  expect(identify).not.toHaveBeenCalled();
  vi.mocked(say.confirmed).mockResolvedValueOnce(true);
  press("[data-identity=known]");
  await vi.waitFor(() => expect(identify).toHaveBeenLastCalledWith("h", "s", "known"));
  await vi.waitFor(() => expect(shown.page.querySelector(".is-loading")).toBeNull());
  press("[data-identity=photo]");
  await vi.waitFor(() => expect(identify).toHaveBeenLastCalledWith("h", "s", "photo"));
  expect(say.confirmed).toHaveBeenCalledTimes(2);
});

it("keeps the photo by an order that is named, and refuses one of no use with a reason", async () => {
  const identify = vi.spyOn(checkIn, "identify").mockResolvedValue([]);
  const refuse = vi.spyOn(checkIn, "refusePhoto").mockResolvedValue([]);
  buttons({});
  vi.mocked(say.askedFor).mockResolvedValueOnce("调取决定书");
  press("[data-do=keep-photo]");
  await vi.waitFor(() => expect(identify).toHaveBeenCalledWith("h", "s", "photo", "调取决定书"));
  await vi.waitFor(() => expect(shown.page.querySelector(".is-loading")).toBeNull());
  vi.mocked(say.askedFor).mockResolvedValueOnce(null).mockResolvedValueOnce("照片反光，看不清");
  press("[data-do=refuse-photo]");
  await vi.waitFor(() => expect(say.askedFor).toHaveBeenCalledTimes(2));
  expect(refuse).not.toHaveBeenCalled();
  press("[data-do=refuse-photo]");
  await vi.waitFor(() => expect(refuse).toHaveBeenCalledWith("h", "s", "照片反光，看不清"));
});

it("takes back a wrong press with a reason, and offers nothing else of who is known", async () => {
  const back = vi.spyOn(checkIn, "takeBack").mockResolvedValue([]);
  buttons({ identified: true, photo: false });
  expect(shown.page.querySelectorAll("button")).toHaveLength(1);
  vi.mocked(say.askedFor).mockResolvedValueOnce("点错了席位");
  press("[data-do=take-back]");
  await vi.waitFor(() => expect(back).toHaveBeenCalledWith("h", "s", "点错了席位"));
});
