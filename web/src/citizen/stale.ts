// The site was upgraded under an open page: the parts the page asks for went with the old build, and asking again brings
// none. The page is loaded anew, once the server is seen to serve another build. Imported by parts in which a page waits
// for long, and by none that the join page loads first.

/** In the page that the server sends, whichever page it is. */
const ENTRY = /\/index-[\w-]+\.js/;

let watching = false;

/** A broken line fails too: the first failure says nothing. A page with a form in it stays: somebody may be typing. */
export function renewWhenStale(reload = () => location.reload()): void {
  if (watching) return;
  watching = true;
  let failures = 0;
  window.addEventListener("vite:preloadError", () => {
    failures += 1;
    if (failures > 1) void isStale().then((stale) => stale && document.querySelector("form") === null && reload(), () => undefined);
  });
}

async function isStale(): Promise<boolean> {
  const page = await fetch(location.pathname);
  const served = ENTRY.exec(await page.text())?.[0];
  return served !== undefined && document.querySelector(`script[src$="${served}"]`) === null;
}
