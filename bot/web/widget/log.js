const QUIET_MILLISECONDS = 300;
const NEARLY = 8;

/** The conversation on the screen: one live region, in which new messages are read once. */
class Log {
  constructor(say, messages, alarm) {
    Object.assign(this, { messages, alarm, atEnd: true });
    this.node = el("div", {
      class: "log",
      role: "log",
      "aria-label": say("conversation"),
      "aria-live": "polite",
      "aria-relevant": "additions",
      tabindex: "0",
      onscroll: () => this.scrolled(),
    });
    const onclick = () => {
      this.toEnd();
      this.node.focus();
    };
    const newest = say("newest");
    this.pill = iconButton("down", newest, { class: "pill", title: newest, onclick, hidden: true });
    this.after = { node: el("div", { class: "pill-place" }, this.pill) };
    // The keyboard comes, "is writing" is shown: who was at the end stays there.
    if ("ResizeObserver" in window) new ResizeObserver(() => this.resized()).observe(this.node);
  }

  /** Adds one complete message, so that it is read once; the focus stays where it is, and so does
   *  the view of who reads further up. */
  add(message) {
    const { atEnd } = this;
    this.node.append(message);
    if (atEnd) this.show(message);
    else this.scrolled();
  }

  /** A message that is read at once, and seen at once. */
  addUrgent(message, plan, isReminder) {
    message.setAttribute("role", "alert");
    for (const earlier of this.node.querySelectorAll("[role=alert]")) earlier.removeAttribute("role");
    this.node.append(message);
    if (isReminder) this.alarm.remind();
    else this.alarm.raise(plan, message, this.isQuiet);
    this.show(message);
  }

  /** Draws what was said before without reading it aloud. */
  quietly(draw) {
    this.node.setAttribute("aria-live", "off");
    this.isQuiet = true;
    draw();
    this.isQuiet = false;
    for (const alert of this.node.querySelectorAll("[role=alert]")) alert.removeAttribute("role");
    clearTimeout(this.waking);
    const wake = () => this.node.setAttribute("aria-live", "polite");
    this.waking = setTimeout(wake, QUIET_MILLISECONDS);
    this.toEnd();
  }

  /** Before the patient's next message: earlier buttons are over, the alarm becomes one line. */
  makeRoom(text) {
    for (const group of this.node.querySelectorAll(".choices")) this.messages.retire(group, text);
    this.alarm.pin();
  }

  /** The first of the answers that can be chosen now. */
  firstChoice() {
    const groups = this.node.querySelectorAll(".choices:not([data-used])");
    return groups[groups.length - 1]?.firstChild;
  }

  find(id) {
    return this.node.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  setState(id, state, text) {
    const message = this.find(id);
    if (!message) return;
    message.dataset.state = state;
    message.querySelector(".state").textContent = text;
    if (this.atEnd) this.toEnd();
  }

  clear() {
    this.node.replaceChildren();
    this.alarm.reset();
    this.scrolled();
  }

  /** Scrolls to a new message; a long one shows its beginning. */
  show(message) {
    this.node.scrollTop = Math.min(this.node.scrollHeight, message.offsetTop - 12);
    this.scrolled();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEARLY;
    const newest = this.node.lastChild;
    this.pill.hidden = !newest || newest.offsetTop < scrollTop + clientHeight - NEARLY;
    this.alarm.check(this.node);
  }

  resized() {
    if (this.alarm.fresh) this.show(this.alarm.card);
    else if (this.atEnd) this.toEnd();
    else this.scrolled();
  }
}
