// A petition is filed once, however often it is sent: under a key of its own, so that what was sent before a lost answer is
// answered with the same number and code.
import { post, Problem } from "./http";
import type { components } from "./schema";

type NewPetition = components["schemas"]["NewPetition"];
type Registered = components["schemas"]["Registered"];

export interface Filed {
  registered: Registered;
  /** An earlier try had arrived: what was changed after it was not filed. */
  isEarlier: boolean;
}

/** Files `body` under `key`; of what the house has under it already, that. */
export async function fileUnder(key: string, body: NewPetition): Promise<Filed> {
  try {
    return { registered: await post<Registered>("/petitions", { ...body, key }), isEarlier: false };
  } catch (problem) {
    if (!(problem instanceof Problem && problem.code === "filed_otherwise")) throw problem;
    const { petition, number, query_code } = problem.extras;
    const code = typeof query_code === "string" ? query_code : null;
    return { registered: { id: String(petition), number: String(number), query_code: code }, isEarlier: true };
  }
}
