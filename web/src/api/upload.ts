// Files on their way up, apart from all other calls: the page of a hearing is counted in bytes and sends none at first.
import { parse, Problem, problemOf } from "./http";

/** No byte moved for this long: the line is gone, whatever the browser hopes for. */
const STALLED_MS = 60_000;
/** All was handed to the network: what is still in its buffers, and the server over it, may take a while. */
const ANSWER_MS = 300_000;

/** Multipart with progress, which fetch cannot report. `progress` gets 0–1. Given up by `cancel`, or where nothing moves. */
export function upload<T>(path: string, form: FormData, progress: (done: number) => void, cancel?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout>;
    const moved = (within: number) => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), within);
    };
    request.open("POST", `/api${path}`);
    request.upload.onprogress = (event) => {
      moved(event.loaded < event.total ? STALLED_MS : ANSWER_MS);
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = request.onabort = () => reject(new Problem(0, cancel?.aborted ? "cancelled" : "unreachable"));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status < 300) resolve(body as T);
      else reject(problemOf(request.status, body));
    };
    request.onloadend = () => clearTimeout(stalled);
    cancel?.addEventListener("abort", () => request.abort());
    moved(STALLED_MS);
    request.send(form);
  });
}
