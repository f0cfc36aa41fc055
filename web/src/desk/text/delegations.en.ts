import type { delegations as zh } from "./delegations.zh";

export const delegations: typeof zh = {
  delegation: {
    title: "Deputies",
    about:
      "A head who is away may have a colleague of the same organ act in their posts; it ends by itself. What the deputy does is on record under their own name and says for whom. Seats, contracts and administration are not handed on.",
    aboutAdmin: "What stands in your division. End one that should not be: the deputy's rights end at once.",
    make: "Have somebody act for you",
    deputy: "Deputy",
    deputyPick: "Choose a colleague",
    roles: "In these posts",
    starts: "From",
    ends: "To (this day included)",
    span: "Time",
    reason: "Reason (5 to 500 characters)",
    submit: "Hand on",
    done: "Handed on",
    principal: "Acts for",
    state: "State",
    holds: "Acting now",
    coming: "Not begun",
    over: "Over",
    ended: (name: string) => `Ended early by ${name}`,
    end: "End",
    endAsk: (name: string) => `${name} can no longer act from now on. End it?`,
    endDone: "Ended",
    empty: "Nobody acts for anybody",
    emptyDo: "Heads of units and bureaus may have a colleague act for them here.",
    acting: (name: string) => `for ${name}`,
    bad: "Choose a deputy and at least one post, an end not before the beginning, and give a reason.",
  },
};
