/** A petition on its way down the levels. */
export const travel = {
  travel: {
    desk: "Petition bureau that has it",
    anyDesk: "All petition bureaus",
    with: (name: string) => `${name}, not passed on yet`,
    trail: "Down the levels",
    registered: "Registered",
    came: { transfer: "Handed down", assignment: "Assigned from above", back: "Given back" },
    by: (word: string, name: string) => `${word} (by ${name})`,
    days: (n: number) => `${n} days here`,
    kept: "passed on within its share",
    missed: "passed on after its share",
    share: (day: string, left: string) => `own share until ${day}, ${left}`,
    bureau: "Petition bureau below",
    noBureau: "No petition bureau below where the matter is",
    reportBy: "Completion report until",
    reportHint: "Once it is done there, the bureau sends a completion report (art. 22)",
  },
};
