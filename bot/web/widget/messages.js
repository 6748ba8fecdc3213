// Answers as short as "Yes", "No" and "Not sure" stand side by side.
const BRIEF = 12;

/** Draws messages. Every word of either side is put in as text. */
class Messages {
  constructor(words, cards, tools) {
    Object.assign(this, { words, cards, tools, settings: words.settings, say: words.say });
  }

  /** What the patient wrote. `data-state` is "", "sending" or "waiting" (not sent yet). */
  fromPatient({ id, text, at }) {
    return el(
      "div",
      { class: "message user", "data-id": id },
      el("span", { class: "hidden" }, `${this.say("you")}: `),
      el("p", { class: "text", dir: "auto" }, text),
      el("p", { class: "state" }),
      this.words.time(at)
    );
  }

  /** `plan`: what its card says, where it is one; `above`, `reminder`: see Cards.draw. */
  fromAssistant(message, onChoice, plan, above, reminder) {
    const { buttons = [], calls = [] } = message;
    const extras = [
      this.words.source(message),
      buttons.length ? this.choices(buttons, onChoice) : null,
      this.foot(message),
    ];
    if (plan) return this.cards.draw(message, plan, extras, above, reminder);
    // A question is to be answered: its number, which its words have, too, stands below the answers.
    extras.splice(message.kind === "question" ? 2 : 0, 0, this.words.callLinks(calls));
    return el(
      "div",
      { class: "message bot", "data-kind": message.kind, ...this.words.languageOf(message) },
      this.speaker(),
      this.words.lines(linesOf(message.text)),
      ...extras
    );
  }

  foot(message) {
    const parts = [this.words.time(message.at), this.tools.for(message)].filter(Boolean);
    return parts.length ? el("div", { class: "foot", ...this.words.own }, ...parts) : null;
  }

  /** "I could not answer", the numbers, and Retry. */
  failure(text, onRetry) {
    const { emergency, care_team } = this.settings.phones;
    return el(
      "div",
      { class: "message bot failure" },
      el("p", { class: "text" }, ...this.words.linked(text)),
      this.words.callLinks([care_team, emergency]),
      onRetry ? el("button", { type: "button", class: "retry", onclick: onRetry }, this.say("retry")) : null
    );
  }

  note(text) {
    return el("p", { class: "note" }, ...this.words.linked(text));
  }

  /** What a conversation begins with, in the widget's language; questions to begin with, which are
   *  not said a second time; and who reads along. */
  greeting(onChoice) {
    const { greeting, suggestions } = this.settings;
    const asks = (line) => suggestions.some((question) => line.includes(question));
    const questions = suggestions.map((text) => ({ title: text, payload: text }));
    return el(
      "div",
      { class: "message bot", "data-kind": "smalltalk" },
      this.speaker(),
      this.words.lines(linesOf(greeting).filter((line) => !asks(line))),
      questions.length ? this.choices(questions, onChoice) : null,
      el("p", { class: "privacy", dir: "auto" }, this.say("privacy"))
    );
  }

  speaker() {
    return el("span", { class: "hidden" }, `${this.say("assistant")}: `);
  }

  choices(buttons, onChoice) {
    const group = el("div", { class: "choices", role: "group", "aria-label": this.say("choices") });
    const isBrief = ({ title }) => title.length <= BRIEF;
    const several = buttons.filter(isBrief).length > 1;
    for (const button of buttons) {
      const { title, payload } = button;
      const onclick = () => group.dataset.used || onChoice(payload, group);
      const kind = several && isBrief(button) ? "brief" : "";
      group.append(el("button", { type: "button", dir: "auto", class: kind, "data-payload": payload, onclick }, title));
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
