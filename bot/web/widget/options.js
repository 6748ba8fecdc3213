/** What the patient can do with the conversation: print it, or delete it after being asked. */
class Options {
  constructor(say, { onPrint, onDelete }) {
    this.button = iconButton("more", say("options"), {
      class: "more-options",
      title: say("options"),
      "aria-expanded": "false",
      "aria-controls": "options",
      onclick: () => this.show(this.node.hidden),
    });
    this.list = el(
      "div",
      { class: "list" },
      action(say("print"), onPrint),
      (this.remove = action(say("delete"), () => this.ask()))
    );
    this.question = el(
      "div",
      { class: "question", role: "alertdialog", "aria-labelledby": "question", hidden: true },
      el("p", { id: "question" }, say("delete_question")),
      action(say("delete_yes"), () => this.confirmed(onDelete), "danger"),
      (this.keep = action(say("delete_no"), () => this.dismissQuestion()))
    );
    this.node = el("div", { id: "options", class: "options", hidden: true }, this.list, this.question);
  }

  show(shown) {
    this.node.hidden = !shown;
    this.list.hidden = false;
    this.question.hidden = true;
    this.button.setAttribute("aria-expanded", String(shown));
  }

  ask() {
    this.list.hidden = true;
    this.question.hidden = false;
    this.keep.focus();
  }

  /** Takes the question back → whether it was being asked. */
  dismissQuestion() {
    if (this.node.hidden || this.question.hidden) return false;
    this.show(true);
    this.remove.focus();
    return true;
  }

  confirmed(onDelete) {
    this.show(false);
    this.button.focus();
    onDelete();
  }
}

function action(text, onclick, kind) {
  return el("button", { type: "button", class: `action ${kind || ""}`.trim(), onclick }, text);
}
