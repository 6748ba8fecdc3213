const LEFT_TO_TELL = 100;

/** The field in which the patient writes. `onSend(text)` gets each message once. What is too long is
 *  sent only if it `looksUrgent`: the server finds an alarm in a text of any length. */
class Composer {
  constructor(settings, say, onSend, looksUrgent) {
    Object.assign(this, { limit: settings.limit, say, onSend, looksUrgent });
    this.input = el("textarea", {
      id: "input",
      rows: "1",
      placeholder: say("placeholder"),
      enterkeyhint: "send",
      autocomplete: "off",
      dir: "auto",
      "aria-describedby": "notice help limit",
      oninput: () => this.changed(),
      onkeydown: (event) => this.pressed(event),
    });
    this.help = el("p", { id: "help", class: "hidden" }, say("input_help"));
    this.limitNote = el("p", { id: "limit", class: "limit", role: "status" });
    this.node = el(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.submitted(event) },
      el("label", { for: "input", class: "hidden" }, say("input")),
      this.input,
      iconButton("send", say("send"), { type: "submit", class: "send" }, true),
      this.help,
      this.limitNote
    );
  }

  focus() {
    this.input.focus();
  }

  pressed(event) {
    // 229: a key that an input method for Chinese, Japanese, Korean … still works on.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  submitted(event) {
    event.preventDefault();
    this.send();
  }

  send() {
    const text = wellFormed(this.input.value).trim();
    if (!text) return;
    if (this.length() > this.limit && !this.looksUrgent(text)) return;
    this.input.value = "";
    this.changed();
    this.onSend(text);
  }

  /** Counted as the server does: characters, not halves of them. */
  length() {
    return [...this.input.value].length;
  }

  changed() {
    this.grow();
    const length = this.length();
    const left = this.limit - length;
    const tooLong = left < 0;
    this.input.setAttribute("aria-invalid", String(tooLong));
    this.limitNote.classList.toggle("wrong", tooLong);
    clearTimeout(this.telling);
    if (left > LEFT_TO_TELL) this.limitNote.textContent = "";
    else if (tooLong) this.limitNote.textContent = this.say("too_long", { count: length });
    // Told when the patient pauses, so that it is not read at every key.
    else this.telling = setTimeout(() => this.tellLeft(), 500);
  }

  tellLeft() {
    const left = Math.max(0, this.limit - this.length());
    this.limitNote.textContent = this.say("characters_left", { count: left });
  }

  grow() {
    const { style } = this.input;
    style.height = "auto";
    const borders = this.input.offsetHeight - this.input.clientHeight;
    style.height = `${this.input.scrollHeight + borders}px`;
  }
}

/** The text without NULs and halves of characters, which the server refuses. */
function wellFormed(text) {
  return new TextDecoder().decode(new TextEncoder().encode(text)).replace(/\0/g, "");
}
