// Which page an address shows. A handful of pages need no router.
import { shallowRef } from "vue";

/** The big screen of a reception room comes in by the same door, and skips what only people need. */
export const isHall = (): boolean => location.pathname === "/hall";

const pages = {
  "/": () => import("./home/HomePage.vue"),
  "/file": () => import("./file/FilePage.vue"),
  "/query": () => import("./query/QueryPage.vue"),
  "/join": () => import("./join/JoinPage.vue"),
  "/hall": () => import("./join/JoinPage.vue"),
  "/screen": () => import("./screen/ScreenPage.vue"),
  "/rights": () => import("./rights/RightsPage.vue"),
  "/reception": () => import("./reception/ReceptionPage.vue"),
} as const;

export type Path = keyof typeof pages;

function pathOf(address: string): Path {
  const path = address.replace(/\/+$/, "") || "/";
  return path in pages ? (path as Path) : "/";
}

export const path = shallowRef<Path>(pathOf(location.pathname));
export const page = (at: Path) => pages[at];

window.addEventListener("popstate", () => (path.value = pathOf(location.pathname)));

export function go(to: Path): void {
  if (to !== path.value) history.pushState(null, "", to);
  path.value = to;
  window.scrollTo(0, 0);
}

/** Set in the browser of a room's paired screen. */
export const SCREEN = "lj.screen";

/** Whether this is a room's paired screen: after a hearing it waits for the next. */
export function isScreen(): boolean {
  try {
    return localStorage.getItem(SCREEN) !== null;
  } catch {
    return false;
  }
}

/** For links of our own pages: no reload, but they stay links (new tab, long press). */
export function follow(event: MouseEvent, to: Path): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(to);
}
