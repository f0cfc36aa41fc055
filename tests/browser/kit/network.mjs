// A phone's own network: a namespace joined to this host by one cable that can be pulled.
import { execFileSync } from "node:child_process";

const run = (...words) => execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });

export class PhoneNetwork {
  constructor() {
    const tag = `${process.pid % 10_000}`;
    this.namespace = `lj-${tag}`;
    this.cable = `lj-h${tag}`;
    this.host = "10.231.77.1";
    const end = `lj-p${tag}`;
    try {
      run("netns", "add", this.namespace);
      run("link", "add", this.cable, "type", "veth", "peer", "name", end, "netns", this.namespace);
      run("address", "add", `${this.host}/24`, "dev", this.cable);
      run("link", "set", this.cable, "up");
      run("-n", this.namespace, "address", "add", "10.231.77.2/24", "dev", end);
      run("-n", this.namespace, "link", "set", "lo", "up");
      run("-n", this.namespace, "link", "set", end, "up");
      run("-n", this.namespace, "route", "add", "default", "via", this.host);
    } catch (error) {
      this.remove();
      throw new Error(`network namespaces are needed for this test (root, iproute2): ${error.stderr ?? error}`);
    }
  }

  pull() {
    run("link", "set", this.cable, "down");
  }

  plug() {
    run("link", "set", this.cable, "up");
  }

  remove() {
    try {
      run("netns", "delete", this.namespace);
    } catch {
      // It was never made.
    }
  }
}
