import { describe, expect, it } from "vitest";
import { ALL_WANTED, type Encoding, type Wanted } from "./layers";
import { Tuning } from "./tuning";

/** A sender as browsers have it: one change at a time, each begun by a fresh look. */
class FakeSender {
  calls = 0;
  failures = 0;
  underWay = false;
  encodings: Encoding[] = [{ rid: "q", active: true }, { rid: "h", active: true }];
  getParameters() { return structuredClone({ encodings: this.encodings }); }
  async setParameters({ encodings }: { encodings: Encoding[] }) {
    this.calls++;
    if (this.underWay) throw new DOMException("one at a time", "InvalidStateError");
    this.underWay = true;
    await Promise.resolve();
    this.underWay = false;
    if (this.failures-- > 0) throw new DOMException("negotiated meanwhile", "InvalidStateError");
    this.encodings = encodings;
  }
  get flowing() { return this.encodings.filter(({ active }) => active).map(({ rid }) => rid); }
}

const wish = (wanted: Wanted) => ({ kind: "camera", side: 640, rate: 15, wanted }) as const;
const only = (...layers: string[]) => wish({ anybody: true, layers });
const settled = () => new Promise((done) => setTimeout(done));

function made(): [FakeSender, Tuning] {
  const sender = new FakeSender();
  return [sender, new Tuning(sender as unknown as RTCRtpSender)];
}

describe("changes to a sender", () => {
  it("wait for each other, and the last wish wins", async () => {
    const [sender, tuning] = made();
    for (const layers of [["q"], ["h"], [], ["q"], ["h"]]) tuning.set(only(...layers));
    await settled();
    expect(sender.flowing).toEqual(["h"]);
    expect(sender.calls).toBe(2); // what was wished in between is never asked for
  });

  it("are tried again with a fresh look when the ground moved", async () => {
    const [sender, tuning] = made();
    sender.failures = 2;
    tuning.set(only("q"));
    await settled();
    expect(sender.flowing).toEqual(["q"]);
  });

  it("end when a browser does not take them, and work again later", async () => {
    const [sender, tuning] = made();
    sender.failures = 3;
    tuning.set(only("q"));
    await settled();
    expect([sender.calls, sender.flowing]).toEqual([3, ["q", "h"]]);
    tuning.set(only("q"));
    await settled();
    expect(sender.flowing).toEqual(["q"]);
  });

  it("are not made when all is as wished", async () => {
    const [sender, tuning] = made();
    tuning.set(wish(ALL_WANTED));
    await settled();
    tuning.set(wish(ALL_WANTED));
    await settled();
    expect(sender.calls).toBe(1);
  });

  it("are left alone where a sender has no encodings yet", async () => {
    const [sender, tuning] = made();
    sender.encodings = [];
    tuning.set(only("q"));
    await settled();
    expect(sender.calls).toBe(0);
  });
});
