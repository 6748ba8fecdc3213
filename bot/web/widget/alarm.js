const RANK = { call_now: 1, crisis: 2, emergency: 2 };

/** The alarm in force. It only rises: until help is called, no lesser alarm takes the place of 911.
 *  While the card with its number is in view nothing more is shown; from then on it is one line over
 *  the conversation, until the patient has called. */
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
    this.isCalled = false;
    this.show();
  }

  /** A graver alarm than this one is in force → its plan; not one after which help was called. */
  above(plan) {
    return !this.isCalled && this.plan?.tier === "emergency" && plan.tier === "call_now" && this.plan;
  }

  /** A card was drawn. `earlier`: it was said before this page was opened. */
  raise(plan, card, earlier) {
    if (!plan.isGuess) this.count += 1;
    if (plan.tier === "crisis") this.crisis = plan.number;
    if (!this.plan || this.isCalled || RANK[plan.tier] >= RANK[this.plan.tier]) this.plan = plan;
    this.card = card;
    this.fresh = true;
    this.isCalled = earlier && this.count <= this.memory.read().called;
    this.show();
  }

  /** Whether the alarm in force says as much as this plan. Of who wants to die every warm word is
   *  shown each time. `earlier`: as for `raise`. */
  covers({ tier }, earlier) {
    const wasCalled = this.isCalled && !(earlier && this.count < this.memory.read().called);
    return Boolean(this.plan) && !wasCalled && tier !== "crisis" && RANK[tier] <= RANK[this.plan.tier];
  }

  /** It was said once more, and its line stays. */
  remind() {
    this.count += 1;
  }

  /** The server's answer ends the alarm: help is coming, or what was only guessed is taken back. */
  end(how) {
    if (!how || !this.plan) return;
    if (how === "help_is_coming") this.settle();
    // What an earlier alarm said still holds.
    else if (this.count < 2) this.reset();
  }

  /** The patient has called. */
  settle() {
    this.isCalled = true;
    this.memory.write({ called: Math.max(this.count, this.memory.read().called || 0) });
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
    const first = tier === "crisis" ? this.named(number, "first") : this.call(number, "call", "first");
    this.node.replaceChildren(first, this.named(this.second, "second"), this.called());
  }

  /** A number under its name: nobody has to know what 988 is. */
  named(number, place) {
    const { emergency, care_team } = this.words.settings.phones;
    const keys = { [care_team]: "call_care_team", [emergency]: "call_emergency" };
    return this.call(number, keys[number] || "pinned_crisis", `named ${place}`);
  }

  call(phone, key, kind) {
    return this.words.callLink(phone, this.say(key, { phone }), kind);
  }

  /** Beside 911 the crisis line, where that was named, or the care team; beside all others 911. */
  get second() {
    const { emergency, care_team } = this.words.settings.phones;
    if (this.plan.tier === "emergency") return this.crisis || care_team;
    return this.plan.number === emergency ? care_team : emergency;
  }

  called() {
    const onclick = () => {
      this.settle();
      this.onCalled();
    };
    return iconButton("done", this.say("called"), { class: "called", onclick }, true);
  }
}
