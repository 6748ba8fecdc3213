const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

const SOURCES_SHOWN = 3;

/** What all messages are made of: lines, telephone links, times, sources. Every word is text. */
class Words {
  constructor(settings, say) {
    Object.assign(this, { settings, say });
    this.phones = Object.values(settings.phones);
  }

  /** Attributes of a message's own language. Answers are English unless they say otherwise. */
  languageOf({ language }) {
    if (!language) return { lang: "en" };
    return { lang: language, dir: RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr" };
  }

  /** Attributes of the widget's own words inside a message of another language. */
  get own() {
    return { lang: this.settings.language, dir: this.settings.direction };
  }

  linked(text) {
    return linked(text, this.phones, this.settings.crisis_name);
  }

  lines(lines) {
    const written = (line) => el("p", { class: "text", dir: "auto" }, ...this.linked(line));
    return lines.length ? el("div", { class: "words" }, ...lines.map(written)) : null;
  }

  /** A line of links, made by callLink or for numbers. */
  callLinks(links) {
    const linkTo = (number) => this.callLink(number, this.callLabel(number));
    const all = links.map((one) => (typeof one === "string" ? linkTo(one) : one));
    return all.length ? el("p", { class: "calls", ...this.own }, ...all) : null;
  }

  callLink(number, label, kind = "", address = telephone(number)) {
    const words = el("span", { dir: "auto" }, ...unbroken(label, number));
    const drawing = icon(address.startsWith("sms") ? "chat" : "phone");
    return el("a", { class: `call ${kind}`.trim(), href: address }, drawing, words);
  }

  callLabel(number) {
    const { emergency, care_team, crisis } = this.settings.phones;
    const keys = { [crisis]: "call_crisis", [care_team]: "call_care_team", [emergency]: "call_emergency" };
    return this.say(keys[number] || "call", { phone: number, name: this.settings.crisis_name });
  }

  /** When it was said, in local time; with the day where that was not today. */
  time(at) {
    const said = new Date(at || NaN);
    if (isNaN(said)) return null;
    return el("time", { dir: "auto", datetime: said.toISOString() }, clock(said, this.settings.language));
  }

  /** Where an answer comes from: links, of which those after the first `shown` are folded, or the
   *  one line that the server gives. */
  source({ source, sources }, shown = SOURCES_SHOWN) {
    const known = (sources || []).filter(({ title, url }) => title || url);
    if (known.length) {
      const [first, rest] = [known.slice(0, shown), known.slice(shown)].map(linksTo);
      const line = el("p", { class: "source", dir: "auto" }, this.say("sources") + " ", ...first);
      return rest.length ? el("div", {}, line, this.folded(rest, known.length - shown)) : line;
    }
    if (!source) return null;
    const text = this.say("source", { source: readableDates(source, this.settings.language) });
    return el("p", { class: "source", dir: "auto" }, text);
  }

  folded(links, count) {
    const more = el("summary", this.own, this.say("more_sources", { count }));
    return el("details", { class: "source" }, more, el("p", { dir: "auto" }, ...links));
  }
}

/** Sources as links with "; " between them. */
function linksTo(sources) {
  return sources.flatMap(({ title, url }) => ["; ", link(url, title || url)]).slice(1);
}

function linesOf(text) {
  return unmarked(text).split(/\n+/).filter((line) => line.trim());
}

function clock(date, language) {
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(language, { ...(today ? {} : { dateStyle: "medium" }), timeStyle: "short" });
}

/** 2026-11-22 as the reader writes dates. */
function readableDates(text, language) {
  return text.replace(/\b\d{4}-\d\d-\d\d\b/g, (iso) => {
    const date = new Date(iso);
    return isNaN(date) ? iso : date.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
  });
}
