// One step for several petitions: whom it is taken for, and what came of each.
import type { AgencyRow, BulkOutcome, PetitionRow } from "../rest";
import { bureausBelow } from "./actions";

/** Steps that are offered for many at once. */
export type BulkStep = "start_screening" | "merge" | "route" | "hand_down" | "assign_handler" | "archive";

/** In the order of their buttons, each with the letter that opens the same dialog. */
export const BULK_KEYS: readonly (readonly [key: string, step: BulkStep])[] = [
  ["s", "start_screening"],
  ["m", "merge"],
  ["r", "route"],
  ["h", "hand_down"],
  ["a", "assign_handler"],
  ["v", "archive"],
];

export interface Outcome {
  row: PetitionRow;
  /** Why it was not done; null when it was. */
  failure: string | null;
}

/** Number of the petition that was registered first: it leads, unless somebody chooses another. */
export function firstOf(rows: readonly PetitionRow[]): string {
  const [first] = [...rows].sort((one, other) => one.registered_at - other.registered_at);
  return first?.number ?? "";
}

/** Those that go on in the leading one: all but itself. */
export function joining(rows: readonly PetitionRow[], lead: string): PetitionRow[] {
  return rows.filter((row) => row.number !== lead.trim());
}

/** The bureaus below to which every one of them may be handed down: where all these matters lie. */
export function bureausOf(agencies: readonly AgencyRow[], rows: readonly PetitionRow[]): AgencyRow[] {
  const [first = [], ...others] = rows.map((row) => bureausBelow(agencies, row));
  return first.filter(({ id }) => others.every((bureaus) => bureaus.some((bureau) => bureau.id === id)));
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
