/** What can be done with an answer: hear it, and say whether it helped. */
class Tools {
  constructor(say, { onFeedback, onTell }) {
    Object.assign(this, { say, onFeedback, onTell });
  }

  /** null where there is nothing to do. */
  for(message) {
    const [topic] = message.kind === "answer" ? message.topics || [] : [];
    const rates = topic && !wasMissing() ? [this.thumb(topic, true), this.thumb(topic, false)] : [];
    const hear = "speechSynthesis" in window ? [this.hear(message)] : [];
    const buttons = [...hear, ...rates];
    if (!buttons.length) return null;
    // Not read with the answer: its log is a live region.
    const attributes = { class: "tools", role: "group", "aria-label": this.say("tools"), "aria-live": "off" };
    return el("div", attributes, ...buttons);
  }

  hear({ text, language = "en" }) {
    const onclick = () => {
      const speaks = button === this.speaking;
      this.hush();
      if (speaks) return;
      const spoken = utterance(text, language);
      if (!spoken) {
        this.onTell(this.say("no_voice"));
        return;
      }
      spoken.onend = spoken.onerror = () => button === this.speaking && this.hush();
      this.speaking = button;
      press(button, true);
      speechSynthesis.speak(spoken);
    };
    const button = tool("hear", this.say("hear"), onclick);
    return button;
  }

  /** Stops reading aloud. */
  hush() {
    if (!this.speaking) return;
    press(this.speaking, false);
    this.speaking = null;
    speechSynthesis.cancel();
  }

  thumb(topic, helpful) {
    const name = this.say(helpful ? "helped" : "not_helped");
    const button = tool("helped", name, () => this.rate(button, topic, helpful));
    button.classList.add("thumb", helpful ? "up" : "down");
    return button;
  }

  async rate(button, topic, helpful) {
    const bar = button.parentElement;
    if (bar.dataset.rated) return;
    bar.dataset.rated = "true";
    try {
      await this.onFeedback(topic, helpful);
    } catch (failure) {
      delete bar.dataset.rated;
      if (failure.reason === "missing") this.forgetThumbs(button);
      else this.onTell(this.say("not_sent_failed"));
      return;
    }
    press(button, true);
    for (const thumb of bar.querySelectorAll(".thumb")) thumb.setAttribute("aria-disabled", "true");
    this.onTell(this.say("rated"));
  }

  /** This server takes no feedback: the thumbs go, and do not come back. */
  forgetThumbs(button) {
    wasMissing(true);
    const log = button.closest(".log");
    for (const thumb of log.querySelectorAll(".thumb")) thumb.remove();
    log.focus();
  }
}

/** Words for the device's own voices: others would send the words to a company's server. */
function utterance(text, language) {
  const voices = speechSynthesis.getVoices();
  const base = (tag) => tag.split(/[-_]/)[0];
  const voice = voices.find((one) => one.localService && base(one.lang) === base(language));
  if (voices.length && !voice) return null;
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = language;
  if (voice) spoken.voice = voice;
  return spoken;
}

function wasMissing(now) {
  return remembered(`${TAG}:no-feedback`, now);
}

function tool(drawing, name, onclick) {
  const named = { "aria-label": name, "aria-pressed": "false" };
  return el("button", { type: "button", class: "tool", ...named, onclick }, icon(drawing));
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}
