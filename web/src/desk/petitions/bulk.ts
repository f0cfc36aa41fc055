// One step for several petitions, one after the other.
import type { PetitionRow } from "../rest";

export interface Outcome {
  row: PetitionRow;
  /** Why it was not done; null when it was. */
  failure: string | null;
}

/** Does `send` for each row in turn and tells how each went. One that fails stops no other. */
export async function runEach(
  rows: readonly PetitionRow[],
  send: (row: PetitionRow) => Promise<unknown>,
  told: (outcome: Outcome) => void,
  sentence: (problem: unknown) => string,
): Promise<void> {
  for (const row of rows) {
    try {
      await send(row);
      told({ row, failure: null });
    } catch (problem) {
      told({ row, failure: sentence(problem) });
    }
  }
}
