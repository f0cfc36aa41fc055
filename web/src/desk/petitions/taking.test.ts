import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { petitions } from "../api";
import { useLoad } from "../parts/load";
import type { PetitionDetail, TimelineList } from "../rest";
import { dialogsFor, type StepForm } from "./actions";
import { useTaking } from "./taking";

const [accept] = dialogsFor(["accept"]);
const scope = effectScope();
let record: { version: number; may: string[]; kinds: string[] };
let sent: number[];
/** By which rule a step is refused; empty: by none. */
let refused: string;

const detail = () => ({ id: "7", state: "replied", course: { asked_beyond: false }, ...record });

/** A record that a clock moves on, and that takes a step only from who has read it as it is. */
function server() {
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    const answer = (body: unknown, status = 200) =>
      Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }));
    if (path.includes("/timeline")) {
      const rows = record.kinds.map((kind, number) => ({ kind, number, at: 0 })).reverse();
      return answer({ rows, openings: true, next: null });
    }
    if (request.method !== "POST") return answer(detail());
    const { version } = JSON.parse(String(request.body)) as { version: number };
    sent.push(version);
    if (refused !== "") return answer({ code: refused, status: 422 }, 422);
    return version === record.version ? answer(detail()) : answer({ code: "stale", status: 409 }, 409);
  });
}

async function begun() {
  const load = useLoad<PetitionDetail>(() => petitions.one("7"));
  const events = useLoad<TimelineList>(() => petitions.timeline("7", false, null));
  await Promise.all([load.reload(), events.reload()]);
  const taking = useTaking(load, events, () => undefined, () => undefined);
  if (accept) taking.ask(accept);
  return { ...taking, again: () => taking.take(accept!, {} as StepForm) };
}

beforeEach(() => {
  [sent, refused] = [[], ""];
  record = { version: 3, may: ["accept"], kinds: ["petition.registered"] };
  server();
});
afterEach(() => vi.unstubAllGlobals());

it("keeps its dialog when the record moved on, says what happened, and is sent again over the newest", () =>
  scope.run(async () => {
    const { asked, meanwhile, possible, again } = await begun();
    record = { version: 4, may: ["accept"], kinds: [...record.kinds, "paper.opened", "petition.escalated"] };
    await again();
    expect(asked.value?.step).toBe("accept");
    expect(meanwhile.value?.map((event) => event.kind)).toEqual(["petition.escalated"]);
    expect(possible.value).toBe(true);
    await again();
    expect([sent, asked.value]).toEqual([[3, 4], null]);
  }));

it("asks why where another organ is handling a like matter that the page does not show", () =>
  scope.run(async () => {
    const { asked, refusal, again } = await begun();
    expect(asked.value?.fields).toEqual([]);
    refused = "pending_before";
    await again();
    expect([asked.value?.fields, refusal.value.includes("正在办理")]).toEqual([["reason"], true]);
    refused = "";
    await again();
    expect(asked.value).toBe(null);
  }));

it("says that a request for review came too late, and does not say that it was done", () =>
  scope.run(async () => {
    const load = useLoad<PetitionDetail>(() => petitions.one("7"));
    const events = useLoad<TimelineList>(() => petitions.timeline("7", false, null));
    await Promise.all([load.reload(), events.reload()]);
    const { take } = useTaking(load, events, () => undefined, () => undefined);
    const [dialog] = dialogsFor(["request_review"]);
    await take(dialog!, { reason: "答复没有回应电梯维修" } as StepForm);
    expect(document.body.textContent).toContain("超过期限，依法不予受理");
    expect(document.body.textContent).not.toContain("申请复查已完成");
  }));

it("that is no longer possible stays to be read, and cannot be sent", () =>
  scope.run(async () => {
    const { asked, possible, again } = await begun();
    record = { version: 4, may: [], kinds: [...record.kinds, "petition.withdrawn"] };
    await again();
    expect([asked.value?.step, possible.value]).toEqual(["accept", false]);
  }));
