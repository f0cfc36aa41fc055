import type { WaitingItem } from "../rest";

/** By which the correction of an item is kept until it is registered. */
export const correctionDraft = (waiting: WaitingItem) => `intake.${waiting.receipt.id}`;
