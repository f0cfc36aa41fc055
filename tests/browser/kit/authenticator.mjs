// The codes an authenticator shows (RFC 6238), of a secret as it is typed.
import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Of the half minute of now, or of one `later`. */
export function codeOf(secret, later = 0) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0"));
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hmac = createHmac("sha1", key).update(step).digest();
  const number = hmac.readUInt32BE(hmac.at(-1) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
