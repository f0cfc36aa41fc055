// An SMS gateway that keeps what it was given: the phones of everybody.
import { createServer } from "node:http";
import { until } from "./wait.mjs";

export class Messages {
  #server;
  #sent = [];

  static async open() {
    const messages = new Messages();
    messages.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        messages.#sent.push(JSON.parse(body).text);
        response.end();
      });
    });
    await new Promise((done) => messages.#server.listen(0, "127.0.0.1", done));
    return messages;
  }

  /** What a server has to be set to, to send by it. */
  get settings() {
    const host = `127.0.0.1:${this.#server.address().port}`;
    return {
      LIANJIE_CHANNELS__SMS_URL: `http://${host}/`,
      LIANJIE_CHANNELS__PLAIN_HOSTS: JSON.stringify([host]),
      LIANJIE_CHANNELS__NETWORKS: JSON.stringify(["127.0.0.0/8"]),
    };
  }

  /** The newest code of six digits. */
  code() {
    const six = (text) => text.match(/确认码(\d{6})/)?.[1];
    return until("a code is sent", () => this.#sent.map(six).findLast(Boolean), { within: 20_000 });
  }

  close() {
    this.#server.close();
  }
}
