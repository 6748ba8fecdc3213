// On paper there is the transcript and nothing else of the page.
const PRINT_STYLE = `
.transcript{all:initial;display:none}
@media print{
body>:not(.transcript){display:none !important}
body>.transcript{display:block}
html,body{background:#fff !important}
}`;
const PAPER_STYLE = `
main{font:12pt/1.45 Georgia,serif;color:#000;background:#fff}
h1{font-size:18pt;margin:0}
p{margin:0 0 6pt;white-space:pre-line}
.calls{font-weight:bold;border:1pt solid;padding:6pt 8pt;margin:10pt 0}
.said{margin:0 0 12pt;padding-inline-start:10pt;border-inline-start:2pt solid}
.who{font-weight:bold;margin:0;break-after:avoid}
a{color:inherit;text-decoration:none}
.small,.source{font-size:10pt}`;

/** Prints the conversation ("save as PDF" is one of the printers). */
function printConversation(words, entries) {
  document.querySelectorAll(".transcript").forEach((earlier) => earlier.remove());
  const paper = el("div", { class: "transcript" });
  const root = paper.attachShadow({ mode: "open" });
  dress(root, PAPER_STYLE);
  if (!document.dressedForPrint) dress(document, PRINT_STYLE);
  document.dressedForPrint = true;
  root.append(transcript(words, entries));
  document.body.append(paper);
  addEventListener("afterprint", () => paper.remove(), { once: true });
  print();
}

function transcript(words, entries) {
  const { settings, say } = words;
  const { emergency, care_team } = settings.phones;
  const date = new Date().toLocaleString(settings.language, { dateStyle: "long", timeStyle: "short" });
  return el(
    "main",
    { lang: settings.language, dir: settings.direction },
    el("h1", {}, say("title")),
    el("p", {}, settings.clinic),
    el("p", { class: "small" }, say("printed", { date })),
    el(
      "p",
      { class: "calls" },
      `${say("notice_emergency", { phone: emergency })}\n${say("notice_care_team", { phone: care_team })}`
    ),
    ...entries.map((message) => {
      const { from, text, at } = message;
      const time = at ? `, ${clock(new Date(at), settings.language)}` : "";
      return el(
        "div",
        { class: "said" },
        el("p", { class: "who" }, say(from === "user" ? "you" : "assistant") + time),
        el("p", { dir: "auto" }, ...words.linked(text)),
        words.source(message, Infinity)
      );
    }),
    el("p", { class: "small" }, say("print_advice"))
  );
}

/** Gives a document or a shadow root a style sheet in the way that a strict policy permits. */
function dress(root, style) {
  if (!("adoptedStyleSheets" in root)) {
    (root.head || root).append(el("style", {}, style));
    return;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
