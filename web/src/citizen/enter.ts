// What is done at the door by pages that lead there; not by the door itself, whose bytes are counted.
import { path, SCREEN } from "./pages";

/** By a link that the page itself was given: nobody confirms it once more. */
export function enterBy(link: string, at: "/join" | "/hall"): void {
  history.pushState({ sent: true }, "", at + new URL(link).hash);
  path.value = at;
  window.scrollTo(0, 0);
}

export function keepScreen(paired: boolean): void {
  try {
    if (paired) localStorage.setItem(SCREEN, "1");
    else localStorage.removeItem(SCREEN);
  } catch {
    // Then somebody opens the page again after each hearing.
  }
}
