/** Draws messages. Every word of either side is put in as text. */
class Messages {
  constructor(settings, say) {
    this.settings = settings;
    this.say = say;
    this.phones = Object.values(settings.phones);
  }

  /** What the patient wrote. `data-state` is "", "sending" or "waiting" (not sent yet). */
  fromPatient({ id, text }) {
    return el(
      "div",
      { class: "message user", "data-id": id },
      el("span", { class: "hidden" }, `${this.say("you")}: `),
      el("p", { class: "text", dir: "auto" }, text),
      el("p", { class: "state" })
    );
  }

  fromAssistant(message, onChoice) {
    const { urgency, buttons = [], calls = [], source } = message;
    if (urgency) return this.urgent(message);
    return el(
      "div",
      { class: "message bot", "data-kind": message.kind },
      this.speaker(),
      this.paragraphs(message.text),
      calls.length ? this.callLinks(calls) : null,
      source ? el("p", { class: "source", dir: "auto" }, this.say("source", { source })) : null,
      buttons.length ? this.choices(buttons, onChoice) : null
    );
  }

  /** An urgent answer: heading, numbers, words. It is pinned, and can be made short. */
  urgent({ text, calls = [], heading }, language = "en") {
    const numbers = calls.length ? calls : [this.settings.phones.emergency, this.settings.phones.care_team];
    const words = el("div", { class: "words", lang: language }, ...this.lines(text));
    const more = el("button", { type: "button", class: "more", "aria-expanded": "true" });
    const shorten = (short) => {
      words.hidden = short;
      box.classList.toggle("short", short);
      more.textContent = this.say(short ? "show_more" : "show_less");
      more.setAttribute("aria-expanded", String(!short));
    };
    more.addEventListener("click", () => shorten(!words.hidden));
    const box = el(
      "div",
      { class: "message urgent", "data-kind": "red_flag" },
      el("h3", {}, ...linked(heading || this.say("urgent_call", { phone: numbers[0] }), this.phones)),
      this.callLinks(numbers),
      words,
      more
    );
    shorten(false);
    box.shorten = () => shorten(true);
    return box;
  }

  urgentOffline() {
    const { emergency, care_team } = this.settings.phones;
    const heading = this.say("urgent_offline", { phone: emergency });
    const text = this.say("urgent_offline_text");
    return this.urgent({ text, heading, calls: [emergency, care_team] }, this.settings.language);
  }

  /** "I could not answer", the numbers, and Retry. */
  failure(text, onRetry) {
    const { emergency, care_team } = this.settings.phones;
    return el(
      "div",
      { class: "message bot failure" },
      el("p", { class: "text" }, ...linked(text, this.phones)),
      this.callLinks([care_team, emergency]),
      onRetry ? el("button", { type: "button", class: "retry", onclick: onRetry }, this.say("retry")) : null
    );
  }

  note(text) {
    return el("p", { class: "note" }, ...linked(text, this.phones));
  }

  /** What a conversation begins with, in the widget's language, and questions to begin with. */
  greeting(onChoice) {
    const words = this.lines(this.settings.greeting);
    const questions = this.settings.suggestions.map((text) => ({ title: text, payload: text }));
    return el(
      "div",
      { class: "message bot", "data-kind": "smalltalk" },
      this.speaker(),
      el("div", { class: "words" }, ...words),
      questions.length ? this.choices(questions, onChoice) : null
    );
  }

  speaker() {
    return el("span", { class: "hidden" }, `${this.say("assistant")}: `);
  }

  paragraphs(text) {
    // The answers are English whatever the widget's own language is.
    return el("div", { class: "words", lang: "en" }, ...this.lines(text));
  }

  lines(text) {
    return text
      .split(/\n+/)
      .filter((line) => line.trim())
      .map((line) => el("p", { class: "text", dir: "auto" }, ...linked(line, this.phones)));
  }

  callLinks(numbers) {
    const links = numbers.map((number) =>
      el(
        "a",
        { class: "call", href: telephone(number) },
        icon("phone"),
        el("span", {}, ...unbroken(this.callLabel(number), number))
      )
    );
    return el("p", { class: "calls" }, ...links);
  }

  callLabel(number) {
    const { emergency, care_team, crisis } = this.settings.phones;
    if (number === emergency) return this.say("call_emergency", { phone: number });
    if (number === care_team) return this.say("call_care_team", { phone: number });
    if (number === crisis) return this.say("call_crisis", { phone: number, name: this.settings.crisis_name });
    return this.say("call", { phone: number });
  }

  choices(buttons, onChoice) {
    const group = el("div", { class: "choices", role: "group", "aria-label": this.say("choices") });
    for (const { title, payload } of buttons) {
      const choose = () => group.dataset.used || onChoice(payload, group);
      group.append(el("button", { type: "button", "data-payload": payload, onclick: choose }, title));
    }
    return group;
  }

  /** Buttons that were offered before `text` was sent: no longer pressed, still read. */
  retire(group, text) {
    if (group.dataset.used) return;
    group.dataset.used = "true";
    for (const button of group.children) {
      // Not `disabled`: the pressed one would lose the focus, and none would be read well.
      button.setAttribute("aria-disabled", "true");
      button.tabIndex = -1;
      if (button.dataset.payload === text) {
        button.classList.add("chosen");
        button.textContent = this.say("chosen", { choice: button.textContent });
      }
    }
  }
}
