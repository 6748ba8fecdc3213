const ANSWER_SECONDS = 10;

/** Why the server did not answer: "ended" (the session), "wait" (too many messages), "refused" (it
 *  will never be taken), "foreign" (this website may not ask), "missing" (no such call) or "failed"
 *  (worth another try). */
class Failure extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** The server. Every call ends within ten seconds, with an answer or a Failure. */
class Server {
  constructor(memory) {
    this.memory = memory;
    this.starting = null;
  }

  /** Sends a message → the replies, at least one. Sent twice, the same id is answered once. */
  async send(id, text) {
    return this.inTime(async (signal) => {
      const token = await this.token(signal);
      const { messages } = await this.ask("POST", "message", { token, body: { id, text }, signal });
      const replies = Array.isArray(messages) ? messages.filter(hasText) : [];
      if (!replies.length) throw new Failure("failed");
      return replies;
    });
  }

  /** The conversation so far. */
  async history() {
    const { token } = this.memory.read();
    const { messages } = await this.inTime((signal) =>
      this.ask("GET", "messages", { token, signal })
    );
    if (!Array.isArray(messages)) throw new Failure("failed");
    return messages.filter(hasText);
  }

  /** Whether the answer about a topic helped. */
  async rate(topic, helpful) {
    const { token } = this.memory.read();
    const body = { topic, helpful };
    await this.inTime((signal) => this.ask("POST", "feedback", { token, body, signal }));
  }

  /** Deletes the conversation on the server. */
  async erase() {
    const { token } = this.memory.read();
    if (token) await this.inTime((signal) => this.ask("DELETE", "session", { token, signal }));
  }

  /** The session's token; the first message starts a session. */
  async token(signal) {
    const { token } = this.memory.read();
    if (token) return token;
    this.starting ||= this.begin(signal).finally(() => (this.starting = null));
    const session = await this.starting;
    this.memory.begin(session.token);
    return session.token;
  }

  async begin(signal) {
    const start = () => this.ask("POST", "session", { signal });
    try {
      return await start();
    } catch (error) {
      if (error instanceof Failure || !(await this.mayBeForeign(signal))) throw error;
    }
    try {
      return await start();
    } catch (error) {
      throw error instanceof Failure || signal.aborted ? error : this.foreign();
    }
  }

  /** A page cannot see why it is refused. But every page may read the widget's script: where that
   *  comes and no session does, the clinic has not allowed this site. */
  async mayBeForeign(signal) {
    if (new URL(SERVER).origin === location.origin) return false;
    const script = await fetch(`${SERVER}widget.js`, { signal, cache: "no-store" });
    return script.ok;
  }

  foreign() {
    const line = `allowed_origins: ["${location.origin}"]`;
    console.error(`${TAG}: ${SERVER} does not answer pages of this site. In clinic.yml, under web: ${line}`);
    return new Failure("foreign");
  }

  async inTime(work) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_SECONDS * 1000);
    try {
      return await work(stop.signal);
    } catch (error) {
      throw error instanceof Failure ? error : new Failure("failed");
    } finally {
      clearTimeout(timer);
    }
  }

  async ask(method, path, { token, body, signal }) {
    const response = await fetch(SERVER + path, {
      method,
      signal,
      headers: {
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    if (response.status === 403) throw this.foreign();
    const reason = { 400: "refused", 401: "ended", 404: "missing", 413: "refused", 429: "wait" };
    if (response.status in reason) throw new Failure(reason[response.status]);
    if (!response.ok) throw new Failure("failed");
    return response.status === 204 ? {} : response.json();
  }
}

function hasText(message) {
  return Boolean(message) && typeof message.text === "string" && message.text.trim() !== "";
}
