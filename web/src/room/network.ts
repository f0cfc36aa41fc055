// A phone that goes from Wi-Fi to 4G without a moment in between fires no `online`; browsers that have the Network
// Information API say so there. All that must begin anew in another network waits for `online`.

/** What Chromium, WebView and WeChat on Android have; others have no `type`, and nothing happens. */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

/** Ways that are none: leaving one for nothing is no new network, coming back from nothing fires `online` itself. */
const NOWHERE = ["none", "unknown", undefined];

/** Has the page hear `online` when its network becomes another one. Returns how to stop that. */
export function followNetwork(network = (navigator as { connection?: NetworkInformation }).connection): () => void {
  let by = network?.type;
  const changed = () => {
    const [before, now] = [by, network?.type];
    if (NOWHERE.includes(now)) return; // and remembered is the last real one
    by = now;
    if (before !== now && !NOWHERE.includes(before)) window.dispatchEvent(new Event("online"));
  };
  network?.addEventListener("change", changed);
  return () => network?.removeEventListener("change", changed);
}
