// The real server on free ports with the demo in a folder of its own.
import { spawn, execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./wait.mjs";

const BINARY = process.env.LIANJIE_BINARY ?? fileURLToPath(new URL("../../../target/debug/lianjie", import.meta.url));

async function freeTcpPort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A number free for UDP and TCP alike, below those that outgoing connections are given. */
async function freeMediaPort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const [socket, server] = [createSocket("udp4"), createServer()];
    const taken = await Promise.all([
      new Promise((done) => socket.once("error", () => done(true)).bind(port, "0.0.0.0", () => done(false))),
      new Promise((done) => server.once("error", () => done(true)).listen(port, "0.0.0.0", () => done(false))),
    ]);
    await Promise.all([new Promise((done) => socket.close(done)), new Promise((done) => server.close(done))]);
    if (!taken.includes(true)) return port;
  }
}

/**
 * Starts a server. `identity`: nobody is let in unknown; `addresses` are further own addresses that pages and media are
 * served on; `tls`: by HTTPS, and at the first of them; `settings`: more of its environment.
 */
export async function startServer({ addresses = [], tls = false, identity = false, settings = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "lianjie-browser-"));
  const port = await freeTcpPort();
  const scheme = tls ? "https" : "http";
  if (tls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"; // the server's certificate is its own, made for this run
  const host = (tls && addresses[0]) || "localhost";
  const environment = {
    ...process.env,
    LIANJIE_DATA__DIR: folder,
    LIANJIE_SERVER__LISTEN: addresses.length ? `0.0.0.0:${port}` : `127.0.0.1:${port}`,
    LIANJIE_SERVER__PUBLIC_URL: `${scheme}://${host}:${port}`,
    LIANJIE_TLS__MODE: tls ? "self-signed" : "off",
    LIANJIE_SERVER__ORIGINS: JSON.stringify(addresses.map((address) => `${scheme}://${address}:${port}`)),
    LIANJIE_MEDIA__LISTEN: `0.0.0.0:${await freeMediaPort()}`,
    LIANJIE_MEDIA__ADDRESSES: JSON.stringify(["127.0.0.1", ...addresses]),
    LIANJIE_HEARINGS__IDENTITY_BEFORE_ADMISSION: String(identity),
    LIANJIE_LOG__FILTER: process.env.LIANJIE_LOG__FILTER ?? "info",
    ...settings,
  };
  await promisify(execFile)(BINARY, ["demo"], { env: environment });
  const server = new Server(folder, port, environment);
  await server.start();
  return server;
}

export class Server {
  #process;
  log = "";

  constructor(folder, port, environment) {
    this.folder = folder;
    this.environment = environment;
    this.origin = environment.LIANJIE_SERVER__PUBLIC_URL;
    this.port = port;
  }

  get pid() {
    return this.#process.pid;
  }

  async start() {
    this.#process = spawn(BINARY, ["serve"], { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (text) => (this.log += text));
    }
    await until("the server is ready", async () => {
      if (this.#process.exitCode !== null) throw new Error(`the server ended:\n${this.log}`);
      return (await fetch(`${this.origin}/readyz`).catch(() => undefined))?.ok;
    });
  }

  /** `kill -9`, as a power cut of this one process. */
  async kill() {
    const ended = new Promise((done) => this.#process.once("exit", done));
    this.#process.kill("SIGKILL");
    await ended;
  }

  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((done) => this.#process.once("exit", done));
      this.#process.kill("SIGTERM");
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs another subcommand on the same data; gives what it printed. */
  async command(...words) {
    const { stdout } = await promisify(execFile)(BINARY, words, { env: this.environment });
    return stdout;
  }
}
