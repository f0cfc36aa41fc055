// Who is signed in. The router asks before each page; a call answered 401 ends it.
import { shallowRef } from "vue";
import { Problem } from "@/api/http";
import { session } from "../api";
import { forgetDrafts, ofBrowser } from "@/state/kept";
import { forgetOldDraft } from "../grid/draft";
import type { Me, SecondStep } from "../rest";

export const me = shallowRef<Me | null>(null);

/** Set while the sign-in ended under the person's hands: the sign-in page says so, or the hearing that goes on. */
export const ended = shallowRef(false);

let goToSignIn: () => boolean = () => true;

/**
 * The router tells how to get to the sign-in page (it cannot be imported here: it imports this); false of a page that
 * nobody may be thrown out of.
 */
export function onSignInNeeded(go: () => boolean): void {
  goToSignIn = go;
}

/** Who is signed in, asking the server once; null when nobody is. Other failures are thrown. */
export async function whoAmI(): Promise<Me | null> {
  if (me.value) return me.value;
  try {
    me.value = await session.me();
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
  }
  return me.value;
}

/** Signs in; or gives the second step, which has yet to be made. */
export async function signIn(username: string, password: string, fresh?: string): Promise<SecondStep | null> {
  const answer = await session.signIn(username, password, fresh);
  if ("step" in answer) return answer;
  came(answer);
  return null;
}

/** The second step. Gives the recovery codes of an authenticator that was set up by it. */
export async function signInSecond(step: string, code: string, fresh?: string): Promise<string[]> {
  const answer = await session.second(step, code, fresh);
  came(answer.me);
  return answer.recovery_codes;
}

function came(who: Me) {
  me.value = who;
  ended.value = false;
}

export async function signOut(): Promise<void> {
  try {
    await session.signOut();
  } catch (problem) {
    if (await standsStill()) throw problem; // else only the answer was lost
  } finally {
    forgetDrafts(sessionStorage); // whoever asks to go may not wait for the line
    forgetOldDraft(ofBrowser());
  }
  me.value = null;
}

/** Unless the server says no. */
async function standsStill(): Promise<boolean> {
  try {
    await session.me();
    return true;
  } catch (problem) {
    return !(problem instanceof Problem && problem.status === 401);
  }
}

/** The server no longer knows us. */
export function signInAgain(): void {
  if (me.value) ended.value = true;
  if (goToSignIn()) me.value = null;
}
