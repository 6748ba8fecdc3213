const QUIET_MILLISECONDS = 300;

/** The conversation on the screen: one live region, in which new messages are read once. */
class Log {
  constructor(say, messages) {
    this.messages = messages;
    this.node = el("div", {
      class: "log",
      role: "log",
      "aria-label": say("conversation"),
      "aria-live": "polite",
      "aria-relevant": "additions",
      tabindex: "0",
      onfocusin: (event) => this.uncover(event.target),
    });
  }

  /** Adds one complete message, so that it is read once; the focus stays where it is. */
  add(message) {
    this.node.append(message);
    this.show(message);
  }

  /** A message that is read at once, and stays in view over all that follow. */
  addUrgent(message) {
    message.setAttribute("role", "alert");
    for (const earlier of this.node.querySelectorAll(".pinned")) {
      earlier.removeAttribute("role");
      earlier.classList.remove("pinned");
    }
    message.classList.add("pinned");
    this.add(message);
  }

  /** Draws what was said before without reading it aloud. */
  quietly(draw) {
    this.node.setAttribute("aria-live", "off");
    draw();
    for (const alert of this.node.querySelectorAll("[role=alert]")) alert.removeAttribute("role");
    clearTimeout(this.waking);
    const wake = () => this.node.setAttribute("aria-live", "polite");
    this.waking = setTimeout(wake, QUIET_MILLISECONDS);
    this.toEnd();
  }

  /** Before the patient's next message: earlier buttons are over, the pinned answer gets short. */
  makeRoom(text) {
    for (const group of this.node.querySelectorAll(".choices")) this.messages.retire(group, text);
    for (const urgent of this.node.querySelectorAll(".urgent")) urgent.shorten();
  }

  find(id) {
    return this.node.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  setState(id, state, text) {
    const message = this.find(id);
    if (!message) return;
    message.dataset.state = state;
    message.querySelector(".state").textContent = text;
  }

  clear() {
    this.node.replaceChildren();
  }

  /** Scrolls to a new message; a long one shows its beginning. */
  show(message) {
    if (message.classList.contains("pinned")) {
      this.toEnd();
      return;
    }
    const pinned = this.node.querySelector(".pinned");
    const covered = pinned ? pinned.offsetHeight : 0;
    this.node.scrollTop = Math.min(this.node.scrollHeight, message.offsetTop - covered - 12);
  }

  /** What gets the focus is not hidden by the pinned answer. */
  uncover(focused) {
    const pinned = this.node.querySelector(".pinned");
    if (!pinned || focused === this.node || pinned.contains(focused)) return;
    pinned.shorten();
    const after = pinned.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
    const height = `${pinned.offsetHeight + 8}px`;
    this.node.style.scrollPaddingBlock = after ? `${height} 8px` : `8px ${height}`;
    focused.scrollIntoView({ block: "nearest" });
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }
}
