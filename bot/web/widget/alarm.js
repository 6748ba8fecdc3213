const RANK = { call_now: 1, crisis: 2, emergency: 2 };

/** The alarm in force. It only rises: after 911 no lesser alarm takes its place. While the card with
 *  its number is in view nothing more is shown; from then on it is one line over the conversation,
 *  until the patient has called. */
class Alarm {
  constructor(words, memory, onCalled) {
    Object.assign(this, { words, memory, onCalled, say: words.say });
    this.node = el("div", { class: "pinned", role: "group", "aria-label": this.say("pinned") });
    this.reset();
  }

  reset() {
    this.plan = null;
    this.card = null;
    this.crisis = null;
    this.count = 0;
    this.fresh = false;
    this.show();
  }

  /** A graver alarm than this one is in force → its plan. */
  above(plan) {
    return this.plan?.tier === "emergency" && plan.tier === "call_now" && this.plan;
  }

  /** A card was drawn. `earlier`: it was said before this page was opened. */
  raise(plan, card, earlier) {
    if (!plan.isGuess) this.count += 1;
    if (plan.tier === "crisis") this.crisis = plan.number;
    if (!this.plan || RANK[plan.tier] >= RANK[this.plan.tier]) this.plan = plan;
    this.card = card;
    this.fresh = true;
    this.isCalled = earlier && this.count <= this.memory.read().called;
    this.show();
  }

  /** From now on one line: the conversation goes on. */
  pin() {
    if (!this.fresh) return;
    this.fresh = false;
    this.show();
  }

  /** Pins the alarm where its card's number has left the view. */
  check(log) {
    if (!this.fresh || !log.clientHeight) return;
    const [seen, number] = [log, this.card.querySelector(".main")].map((node) => node.getBoundingClientRect());
    if (number.top < seen.top - 1 || number.bottom > seen.bottom + 1) this.pin();
  }

  show() {
    const inForce = Boolean(this.plan) && !this.isCalled;
    this.node.hidden = !inForce || this.fresh;
    this.onChange?.(inForce);
    if (!inForce) return;
    const { tier, number } = this.plan;
    this.node.dataset.tier = tier;
    const call = this.words.callLink(number, this.say("call", { phone: number }), "first");
    const second = this.words.callLink(this.second, this.words.callLabel(this.second), "second");
    this.node.replaceChildren(call, second, this.called());
  }

  /** Beside 911 the crisis line, where that was named, or the care team; beside all others 911. */
  get second() {
    const { emergency, care_team } = this.words.settings.phones;
    if (this.plan.tier === "emergency") return this.crisis || care_team;
    return this.plan.number === emergency ? care_team : emergency;
  }

  called() {
    const onclick = () => {
      this.isCalled = true;
      this.memory.write({ called: this.count });
      this.show();
      this.onCalled();
    };
    return iconButton("done", this.say("called"), { class: "called", onclick }, true);
  }
}
