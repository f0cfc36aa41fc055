// A signed-in caller of the REST API.
export class Caller {
  #origin;
  #cookie = "";

  get cookie() {
    return this.#cookie;
  }

  constructor(origin) {
    this.#origin = origin;
  }

  static async signIn(origin, username, password) {
    const caller = new Caller(origin);
    await caller.post("/session", { username, password });
    return caller;
  }

  get(path) {
    return this.#call("GET", path);
  }

  /** The newest hundred first, then page by page: all rows, from the oldest. */
  async timeline(petition) {
    const rows = [];
    for (let after = ""; after !== null; ) {
      const page = await this.get(`/petitions/${petition}/timeline?limit=100${after && `&after=${after}`}`);
      rows.push(...page.rows);
      after = page.next;
    }
    return rows.reverse();
  }

  post(path, body, headers = {}) {
    return this.#call("POST", path, body ?? {}, headers);
  }

  /** The answer as it came, for what is not JSON. */
  async raw(path) {
    const response = await fetch(`${this.#origin}/api${path}`, { headers: { cookie: this.#cookie } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return response;
  }

  async #call(method, path, body, headers = {}) {
    const response = await fetch(`${this.#origin}/api${path}`, {
      method,
      headers: { origin: this.#origin, "content-type": "application/json", cookie: this.#cookie, ...headers },
      body: body && JSON.stringify(body),
    });
    const cookie = response.headers.getSetCookie()[0];
    if (cookie) this.#cookie = cookie.split(";")[0];
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}
