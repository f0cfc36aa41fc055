// One step for several petitions: what came of each.
import type { BulkOutcome, PetitionRow } from "../rest";

export interface Outcome {
  row: PetitionRow;
  /** Why it was not done; null when it was. */
  failure: string | null;
}

type Told = NonNullable<BulkOutcome["problem"]>;

/** The rows in their order with what was told of each; of one the answer does not name, that it is not known. */
export function outcomesOf(
  rows: readonly PetitionRow[],
  told: readonly BulkOutcome[],
  sentence: (problem: Told | null) => string,
): Outcome[] {
  const byId = new Map(told.map((outcome) => [outcome.id, outcome]));
  return rows.map((row) => {
    const outcome = byId.get(row.id);
    if (!outcome) return { row, failure: sentence(null) };
    return { row, failure: outcome.problem ? sentence(outcome.problem) : null };
  });
}
