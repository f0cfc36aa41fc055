import type { DemandView } from "../rest";
import { t } from "../text";

/** Where a demand stands, in words. */
export function standing(demand: DemandView): string {
  const { completion, supervision } = t.value;
  const report = demand.kind === "completion";
  if (demand.lifted) return report ? completion.settled : supervision.lifted;
  if (demand.returned) return completion.returned;
  if (demand.answer) return supervision.answered(demand.answer.by_name);
  return report ? completion.waiting : supervision.waiting;
}
