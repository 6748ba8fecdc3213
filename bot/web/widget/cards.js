const ADVICE = ["call_today", "self_care"];
const LONGEST_HEADING = 70;

/** A card: a message that says what to do. The action in words stands first, then one number to
 *  press, then the reason. */
class Cards {
  constructor(words) {
    Object.assign(this, { words, say: words.say, phones: words.settings.phones });
  }

  /** Of a message with an urgency: emergency, crisis, call_now, call_today or self_care. */
  tier({ urgency, calls = [], crisis }) {
    if (ADVICE.includes(urgency)) return urgency;
    const { emergency, care_team, crisis: line } = this.phones;
    const ownLine = line !== emergency && line !== care_team;
    if (crisis || (ownLine && calls[0] === line)) return "crisis";
    // An urgency that this widget does not know is taken for the gravest.
    return urgency === "call_now" ? urgency : "emergency";
  }

  /** What a card says: {tier, heading, number, calls, lines}. `own`: the heading's language where it
   *  is the widget's. */
  plan(message) {
    const tier = this.tier(message);
    const { emergency, care_team, crisis } = this.phones;
    const { text, heading, calls = [] } = message;
    const usual = { emergency, crisis }[tier] || care_team;
    const number = tier === "crisis" && calls.includes(crisis) ? crisis : calls[0] || usual;
    const plan = { tier, number, calls, heading, lines: linesOf(text) };
    if (heading || tier === "self_care") return plan;
    plan.heading = tier === "crisis" ? takeWarmSentence(plan) : takeAction(plan);
    return plan.heading ? plan : { ...plan, heading: this.say(tier, { phone: number }), own: this.words.own };
  }

  /** Draws a card. `above`: the plan of a graver alarm in force, whose action stays the action.
   *  `reminder`: the alarm in force has the number, so that only the words follow; those of a "folded"
   *  one, which stand above already, are only read. */
  draw(message, plan, extras, above, reminder) {
    const { tier, heading, number, own } = above || plan;
    const words = this.words.lines(plan.lines);
    if (reminder === "folded") words?.classList.add("hidden");
    return el(
      "div",
      {
        class: ["message card", isAlarm(message) ? "urgent" : "advice", reminder && `reminder ${reminder}`]
          .filter(Boolean)
          .join(" "),
        "data-tier": tier,
        "data-kind": message.kind,
        ...this.words.languageOf(message),
      },
      heading ? el("h3", { dir: "auto", ...own }, ...unbroken(heading, number)) : null,
      tier === "self_care" || reminder ? null : this.action(tier, number),
      words,
      reminder ? null : this.others({ ...plan, tier, number }),
      ...extras
    );
  }

  /** The one number, as wide as the card. A crisis line may take texts, too. */
  action(tier, number) {
    const { crisis_text } = this.words.settings;
    const links = [this.words.callLink(number, this.say("call", { phone: number }), "main")];
    if (tier === "crisis" && crisis_text) {
      const text = this.say("text", { phone: crisis_text });
      links.push(this.words.callLink(crisis_text, text, "main text", `sms:${digits(crisis_text)}`));
    }
    return this.words.callLinks(links);
  }

  /** The numbers that neither the button nor the words have; and for a care team that does not
   *  answer the emergency number, in any case. */
  others({ tier, number, calls, lines }) {
    const { emergency } = this.phones;
    const spare = tier === "call_now" ? emergency : "";
    const isNew = (phone) => phone && phone !== number;
    const isMissing = (phone) => phone === spare || !lines.some((line) => line.includes(phone));
    const numbers = [...new Set([...calls, spare])].filter((phone) => isNew(phone) && isMissing(phone));
    return this.words.callLinks(
      numbers.map((phone) =>
        this.words.callLink(phone, phone === spare ? this.say("no_answer", { phone }) : this.words.callLabel(phone))
      )
    );
  }

  /** The message could not be sent, and it looks urgent. `other`: in what other language it is. */
  offline(other) {
    const { emergency, care_team } = this.phones;
    const { language } = this.words.settings;
    const message = {
      text: [other?.text, this.say("urgent_offline_text")].filter(Boolean).join("\n"),
      heading: this.say("urgent_offline", { phone: emergency }),
      kind: "red_flag",
      urgency: "call_now",
      calls: [emergency, care_team],
      language,
    };
    return { message, plan: { ...this.plan(message), isGuess: true } };
  }
}

/** A line up to its first full stop outside brackets: "(8 a.m. to 5 p.m.)" ends none. */
function firstSentence(line) {
  return /^(?:\([^()]*\)|[^(])+?(?:[.!?…؟](?=\s|$)|[。।])|^.+/u.exec(line)[0];
}

/** Whether a message tells the patient to call now. */
function isAlarm({ urgency }) {
  return Boolean(urgency) && !ADVICE.includes(urgency);
}

/** Takes from the lines the first one, or of a long one the first sentence, where it says the action
 *  in the message's language: the heading, without the number where that only follows a colon, as
 *  the button under it has it. The hours in brackets after the number stay. */
function takeAction({ lines, number }) {
  const [line] = lines;
  const action = line.length > LONGEST_HEADING ? firstSentence(line) : line;
  if (action.length > LONGEST_HEADING || !action.includes(number)) return "";
  const others = line.slice(action.length).trim();
  lines.splice(0, 1, ...(others ? [others] : []));
  const [before, after] = action.split(number);
  const [, hours, rest] = /^(\s*\([^()]*\))?(.*)$/u.exec(after);
  const isApart = /[:：]\s*$/.test(before) && !/[\p{L}\d]/u.test(rest);
  const words = (text) => text.replace(/[\s:：.。]+$/, "");
  return isApart ? words(before) + (hours || "") : words(action);
}

/** Takes the first sentence of the first line without the number: who wants to die reads that first.
 *  The rest of its line follows. */
function takeWarmSentence({ lines, number }) {
  const at = lines.findIndex((line) => !line.includes(number));
  if (at < 0) return "";
  const [line] = lines.splice(at, 1);
  const sentence = firstSentence(line);
  const rest = line.slice(sentence.length).trim();
  if (rest) lines.unshift(rest);
  return sentence;
}
