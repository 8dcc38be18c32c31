// In the place of every server that is asked without TLS: a proxy that gives one answer, whoever is asked for whatever. An answer
// is explained by the host that it came from, and so it comes from there, as far as the window can tell.

import { createServer } from "node:http";

/** What is answered unless something else is wanted. */
const GOOD = { status: 200, headers: [["Content-Type", "application/json"]], body: '{"isGood":true}' };

export class Answering {
  #server;
  #answer = GOOD;

  /** How often somebody asked. */
  asked = 0;

  static async start() {
    const answering = new Answering();
    answering.#server = createServer((_, response) => answering.#give(response));
    await new Promise((done) => answering.#server.listen(0, "127.0.0.1", done));
    return answering;
  }

  /** Where it is, for `HTTP_PROXY`. */
  get address() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Answers this from now on. */
  give({ status, headers, body }) {
    this.#answer = { status, headers, body };
  }

  /** Answers from now on as if nothing had ever been wrong. */
  mend() {
    this.#answer = GOOD;
  }

  async stop() {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  #give(response) {
    this.asked += 1;
    const { status, headers, body } = this.#answer;
    response.writeHead(status, headers.flat());
    response.end(body);
  }
}
