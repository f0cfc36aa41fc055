// Writes that take the place of what somebody read: they name its tag, and where another was quicker the server refuses
// with 412 and nothing is lost.
import { call } from "@/api/http";

function replace<T>(method: "POST" | "PUT", path: string, tag: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", "if-match": `"${tag}"` };
  return call<T>(method, path, JSON.stringify(body), headers);
}

export const postOver = <T>(path: string, tag: string, body: unknown) => replace<T>("POST", path, tag, body);
export const putOver = <T>(path: string, tag: string, body: unknown) => replace<T>("PUT", path, tag, body);
