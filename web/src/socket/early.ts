// The hearing's WebSocket, opened while the page still asks which seat it is for: three round trips that nobody waits for.

/** The server waits longer for `hello`, but not for ever. */
const GOOD_FOR_MS = 5000;

let early: { readonly socket: WebSocket; readonly at: number } | null = null;

const open = () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/ws`);

export function openEarly(): void {
  early ??= { socket: open(), at: Date.now() };
}

/** The one opened early, if it is still good; else a new one. */
export function roomSocket(): WebSocket {
  const [one, now] = [early, Date.now()];
  early = null;
  if (one !== null && now - one.at < GOOD_FOR_MS && one.socket.readyState <= WebSocket.OPEN) return one.socket;
  one?.socket.close();
  return open();
}
