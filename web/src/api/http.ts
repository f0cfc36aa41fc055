// REST calls: JSON there, JSON back, and every failure a Problem the page has a sentence for.

/** What the server answers instead (application/problem+json), or that it could not be reached. */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when there was no answer at all. */
    readonly status: number,
    /** Stable code, e.g. `no_match`; `unreachable` when there was no answer. */
    readonly code: string,
    readonly detail: string | null = null,
    /** The form field it is about. */
    readonly field: string | null = null,
    /** Everything else the answer said, e.g. `retry_after_s`, `clashes`. */
    readonly extras: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code} (${status})`);
    this.name = "Problem";
  }

  /** A number among the extras, e.g. `opens_at`. */
  number(name: string): number | null {
    const value = this.extras[name];
    return typeof value === "number" ? value : null;
  }
}

/** An answer not there after this long will not help the person who waits for it. */
const TIMEOUT_MS = 20_000;

export function get<T>(path: string): Promise<T> {
  return call<T>("GET", path);
}

/** When something is asked once more, in ms: what a line loses in bursts is repeated ever more slowly by the connection it was on,
 * and not by another. */
const AGAIN_AFTER_MS = [3000, 7000, 12_000];

/** Given up with `outer`, or alone. */
function tied(outer?: AbortSignal): AbortController {
  const inner = new AbortController();
  const abort = () => inner.abort();
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort);
  return inner;
}

/** Asked again beside what is under way: the first answer counts, and the others are given up. */
function surely<T>(method: string, path: string, outer?: AbortSignal, body?: BodyInit, headers?: Record<string, string>): Promise<T> {
  const race = tied(outer);
  return new Promise((resolve, reject) => {
    let underWay = 0;
    const over = (deed: () => void) => {
      timers.forEach(clearTimeout);
      deed();
      race.abort();
    };
    const ask = () => {
      underWay++;
      void call<T>(method, path, body, headers, TIMEOUT_MS, race.signal).then(
        (answer) => over(() => resolve(answer)),
        (error: Problem) => (--underWay === 0 || error.status > 0) && over(() => reject(error)),
      );
    };
    const timers = AGAIN_AFTER_MS.map((after) => setTimeout(ask, after));
    ask();
  });
}

/** What nothing begins without. */
export function getSurely<T>(path: string): Promise<T> {
  return surely("GET", path);
}

/** Whether what is long goes compressed the next time. A box on the way may refuse what it cannot read with a page of its own, or
 * break the line, or swallow it: what has no answer of ours goes plain then. */
let packs = true;

/** The same of what may be done twice, compressed where it is long. `race` gives it up. */
export async function postSurely<T>(path: string, body: unknown, race?: AbortController): Promise<T> {
  const text = JSON.stringify(body);
  const packed = packs && text.length > PACKET && (await gzip(text));
  packs = !packed;
  if (packed) {
    try {
      const answer = await surely<T>("POST", path, race?.signal, packed, { ...JSON_TYPE, "content-encoding": "gzip" });
      packs = true;
      return answer;
    } catch (error) {
      if ((error as Problem).code !== "bad_request") throw error;
    }
  }
  return surely("POST", path, race?.signal, text, JSON_TYPE);
}

/** Characters that come in one packet, with the heads before them. */
const PACKET = 700;

/** Null where the browser cannot: Chrome before 80, Safari before 16.4, Firefox before 113. */
async function gzip(text: string): Promise<ArrayBuffer | null> {
  try {
    return await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  } catch {
    return null;
  }
}

const JSON_TYPE = { "content-type": "application/json" };

export function post<T>(path: string, body: unknown = {}, within = TIMEOUT_MS): Promise<T> {
  return call<T>("POST", path, JSON.stringify(body), JSON_TYPE, within);
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return call<T>("PUT", path, JSON.stringify(body), JSON_TYPE);
}

/** A file as text, e.g. a list; the server may take a while over it. */
export function postText<T>(path: string, text: string, type: string, within = 120_000): Promise<T> {
  return call<T>("POST", path, text, { "content-type": type }, within);
}

export function del(path: string): Promise<void> {
  return call<void>("DELETE", path);
}

export async function call<T>(
  method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}, within = TIMEOUT_MS, race?: AbortSignal,
): Promise<T> {
  const giveUp = tied(race); // its time is its own: one that is late ends none that was begun later
  const timer = setTimeout(() => giveUp.abort(), within);
  try {
    const response = await fetch(`/api${path}`, {
      method, body, headers: { accept: "application/json", ...headers },
      credentials: "same-origin", signal: giveUp.signal,
      cache: race ? "no-store" : "default", // else the second of a race waits for the first
    });
    const answer = parse(await response.text());
    if (!response.ok) throw problemOf(response.status, answer);
    return answer as T;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, "unreachable");
  } finally {
    clearTimeout(timer);
  }
}

export function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined; // a proxy's own page, not ours
  }
}

export function problemOf(status: number, body: unknown): Problem {
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const { code, detail, field, type: _type, title: _title, status: _status, ...extras } = said;
  const fallback = status >= 500 ? "unavailable" : "bad_request";
  return new Problem(status, text(code) ?? fallback, text(detail), text(field), extras);
}
