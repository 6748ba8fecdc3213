const SAY_WRITING_AFTER = 400;

/** The conversation: what was said, what waits to be sent, and what to do when something fails. */
class Conversation {
  constructor(settings, say, memory, server, log, messages, cards) {
    Object.assign(this, { settings, say, memory, server, log, messages, cards });
    this.status = el("p", { class: "status", role: "status", dir: "auto" });
    this.looksUrgent = urgencyTest(settings);
    this.languages = settings.offline.map((one) => ({ ...one, isIn: wordTest(one.words) }));
    this.inFlight = new Set();
    this.reset();
  }

  /** Until `signal`: the net comes and goes, and other tabs change what is kept. */
  listen(signal) {
    addEventListener("online", () => this.cameOnline(), { signal });
    addEventListener("offline", () => this.announce(this.say("offline")), { signal });
    addEventListener("storage", (event) => this.changedElsewhere(event), { signal });
  }

  reset() {
    this.era = {};
    this.entries = [];
    this.loading = null;
    this.failure = null;
    this.alarmWords = "";
    this.inFlight.clear();
    this.log.clear();
    this.status.textContent = "";
    clearTimeout(this.ending);
  }

  /** Shows what was said before (once), then sends what still waits. */
  load({ aloud } = {}) {
    this.endIfOver();
    this.loading ||= this.draw(aloud);
    return this.loading;
  }

  async draw(aloud) {
    const era = this.era;
    const { token, pending } = this.memory.read();
    this.token = token;
    if (!token && !pending.length && aloud) this.greet();
    else this.log.quietly(() => this.greet());
    if (token) await this.drawHistory(era);
    if (era !== this.era) return;
    const unanswered = this.memory.read().pending;
    const unseen = unanswered.filter(({ id }) => !this.log.find(id));
    if (unseen.length) this.log.quietly(() => unseen.forEach((message) => this.drawOwn(message)));
    this.planEnding();
    await this.sendWaiting();
  }

  greet() {
    this.entries.push({ from: "bot", text: this.settings.greeting });
    this.log.add(this.messages.greeting((text) => this.send(text)));
  }

  async drawHistory(era) {
    this.announce(this.say("loading"));
    try {
      const said = await this.server.history();
      if (era !== this.era) return;
      // The first message is the greeting, which is drawn already.
      this.log.quietly(() => said.slice(1).forEach((message) => this.drawEarlier(message)));
    } catch (failure) {
      if (era !== this.era) return;
      if (failure.reason === "ended") this.startAnew();
      else this.showFailure(this.say("earlier_missing") + " " + this.say("failed"), () => this.again());
    } finally {
      if (era === this.era) this.announce("");
    }
  }

  again() {
    this.reset();
    this.load();
  }

  drawEarlier(message) {
    if (message.from === "user") {
      this.log.makeRoom(message.text);
      this.drawOwn(message);
      this.lastId = message.id;
    } else {
      this.drawReply(message);
      // Answered, though the answer may have been lost on its way.
      this.memory.settle(this.lastId);
    }
  }

  drawOwn(message) {
    this.entries.push({ from: "user", text: message.text, at: message.at });
    this.log.add(this.messages.fromPatient(message));
  }

  drawReply(message) {
    this.entries.push({ ...message, from: "bot" });
    const plan = message.urgency ? this.cards.plan(message) : null;
    const above = plan && this.log.alarm.above(plan);
    const reminder = this.reminder(message, plan);
    const onChoice = (payload) => this.send(payload);
    const bubble = this.messages.fromAssistant(message, onChoice, plan, above, reminder);
    if (isAlarm(message)) this.log.addUrgent(bubble, plan, Boolean(reminder));
    else this.log.add(bubble);
    this.log.alarm.end(message.ends_alarm);
    return bubble;
  }

  /** How an alarm that was given before is said once more: with its "words", or "folded" to one line
   *  where the alarm before it has the same words. Null: a card of its own. */
  reminder(message, plan) {
    if (!isAlarm(message)) return null;
    const { alarmWords } = this;
    this.alarmWords = message.text;
    if (!message.repeats || !this.log.alarm.covers(plan, this.log.isQuiet)) return null;
    return message.text === alarmWords ? "folded" : "words";
  }

  /** The patient sends a text. It is kept first, so that no reload and no dead net loses it. */
  send(text) {
    this.endIfOver();
    const message = { id: newId(), text, at: Date.now() };
    this.memory.addPending(message);
    this.log.makeRoom(text);
    this.drawOwn(message);
    this.log.toEnd();
    return this.deliver(message);
  }

  async deliver(message) {
    if (this.inFlight.has(message.id)) return;
    if (!navigator.onLine) {
      this.waitForNet(message);
      return;
    }
    const era = this.era;
    this.inFlight.add(message.id);
    this.log.setState(message.id, "sending", "");
    this.showWriting();
    try {
      const replies = await this.server.send(message.id, message.text);
      this.memory.settle(message.id);
      if (era === this.era) this.showReplies(replies);
    } catch (failure) {
      if (era === this.era) this.notAnswered(message, failure);
    } finally {
      if (era === this.era) {
        this.inFlight.delete(message.id);
        this.showWriting();
      }
    }
  }

  showReplies(replies) {
    this.clearFailure();
    const { atEnd } = this.log;
    const at = Date.now();
    const drawn = replies.map((reply) => this.drawReply({ at, ...reply }));
    const first = replies.findIndex(isAlarm);
    if (first >= 0 || atEnd) this.log.show(drawn[Math.max(first, 0)]);
    this.planEnding();
    this.onReply(first >= 0);
  }

  /** No net: the message waits; if it looks urgent, the patient is told to call, now. */
  waitForNet(message) {
    this.log.setState(message.id, "waiting", this.say("not_sent"));
    this.announce(this.say("offline"));
    this.warnIfUrgent(message);
  }

  notAnswered(message, failure) {
    if (failure.reason === "ended" && !message.begunAnew) {
      message.begunAnew = true;
      this.startAnew([message]);
      this.deliver(message);
      return;
    }
    if (!navigator.onLine) {
      this.waitForNet(message);
      return;
    }
    const isFinal = ["refused", "foreign"].includes(failure.reason);
    if (isFinal) this.memory.settle(message.id);
    this.log.setState(message.id, "waiting", this.say("not_sent_failed"));
    this.warnIfUrgent(message);
    const key = { wait: "please_wait", foreign: "not_here" }[failure.reason] || "failed";
    this.showFailure(this.say(key), failure.reason === "foreign" ? null : () => this.retry(message));
  }

  warnIfUrgent(message) {
    const other = this.languages.find(({ isIn }) => isIn(message.text));
    const isUrgent = this.looksUrgent(message.text);
    if (message.warned || !(isUrgent || other)) return;
    message.warned = true;
    // English words first: "pain" is French for bread, and "die" German for the.
    const { message: warning, plan } = this.cards.offline(isUrgent ? null : other);
    this.log.addUrgent(this.messages.fromAssistant({ ...warning, at: Date.now() }, null, plan), plan);
    this.onReply(true);
  }

  /** The same message with the same id, and all others that wait. */
  async retry(message) {
    this.clearFailure();
    this.log.node.focus();
    await Promise.all([this.deliver(message), this.sendWaiting()]);
  }

  async sendWaiting() {
    for (const message of this.memory.read().pending) await this.deliver(message);
  }

  async cameOnline() {
    if (!this.loading) return;
    this.announce(this.say("online"));
    await this.sendWaiting();
  }

  /** "I have called" is said like any other message, so that the assistant knows it, too. */
  called() {
    this.log.node.focus();
    return this.send(this.say("called"));
  }

  showFailure(text, onRetry) {
    this.clearFailure();
    this.failure = this.messages.failure(text, onRetry);
    this.log.add(this.failure);
  }

  clearFailure() {
    this.failure?.remove();
    this.failure = null;
  }

  showWriting() {
    clearTimeout(this.writing);
    const text = this.inFlight.size ? this.say("writing") : "";
    if (!text) this.announce("");
    else this.writing = setTimeout(() => this.announce(text), SAY_WRITING_AFTER);
  }

  announce(text) {
    this.status.textContent = text;
  }

  /** The session is over: what was said is gone from this page; `waiting` is still to be sent. */
  startAnew(waiting = []) {
    this.memory.forget();
    this.reset();
    this.memory.write({ pending: waiting });
    this.loading = Promise.resolve();
    this.log.quietly(() => this.greet());
    this.log.add(this.messages.note(this.say("session_ended")));
    for (const message of waiting) this.drawOwn(message);
  }

  endIfOver() {
    if (this.token && !this.memory.read().token) this.startAnew();
    this.token = this.memory.read().token;
  }

  planEnding() {
    const { token, expires } = this.memory.read();
    this.token = token;
    clearTimeout(this.ending);
    const left = expires * 1000 - Date.now();
    // Browsers cannot wait for longer than 24 days.
    if (token && left < 2 ** 31) this.ending = setTimeout(() => this.endIfOver(), left + 1000);
  }

  /** Another tab began a conversation, or deleted this one. */
  changedElsewhere({ key }) {
    if (key !== this.memory.key || !this.loading || this.memory.read().token === this.token) return;
    this.reset();
    this.load();
  }

  async erase() {
    const era = this.era;
    try {
      await this.server.erase();
    } catch (failure) {
      if (failure.reason !== "ended") {
        this.announce(this.say("delete_failed"));
        return;
      }
    }
    if (era !== this.era) return;
    this.memory.forget();
    this.token = null;
    this.reset();
    await this.load();
    this.announce(this.say("deleted"));
  }
}
