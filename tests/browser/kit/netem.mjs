// A bad network for one browser: a namespace whose every packet goes through the impairer (tests/netem).
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = process.env.LIANJIE_NETEM ?? fileURLToPath(new URL("../../../target/debug/netem", import.meta.url));

/**
 * Builds the namespace; launch a browser in `namespace`, serve on `host`. Conditions are those of
 * tests/netem/src/conditions.rs; the client begins in its Wi-Fi, on a perfect line.
 */
export async function startNetem() {
  const child = spawn(BINARY, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const netem = new Netem(child, lines);
  Object.assign(netem, await netem.answer());
  return netem;
}

class Netem {
  #child;
  #lines;

  constructor(child, lines) {
    this.#child = child;
    this.#lines = lines;
  }

  /** The impairer's next line. */
  async answer() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the impairer ended");
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`the impairer refuses: ${answer.error}`);
    return answer;
  }

  #order(order) {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    return this.answer();
  }

  /** The same both ways, or `{up, down}` each its own. From now on; answers what became of all packets so far. */
  set(conditions) {
    const { up, down } = conditions;
    return this.#order(up || down ? { up, down } : { up: conditions, down: conditions });
  }

  blackOut(ms) {
    return this.#order({ blackout_ms: ms });
  }

  /** The client loses the network it is in and finds itself in `way`: "wifi" or "4g", each its own address. */
  switchTo(way) {
    return this.#order({ switch: way });
  }

  counts() {
    return this.#order({});
  }

  async stop() {
    const ended = new Promise((done) => this.#child.once("exit", done));
    this.#child.stdin.end();
    await ended;
  }
}
