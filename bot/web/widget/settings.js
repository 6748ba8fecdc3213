// CLINIC (the clinic's settings and every text) and STYLE are written above by the server.

const TAG = "immunotherapy-assistant";
// A script of type="module" is not the current script.
const SCRIPT = document.currentScript || document.querySelector('script[src*="/widget.js"]');
const SERVER = new URL(".", SCRIPT ? SCRIPT.src : location.href).href;

/** The clinic's settings, with what the page sets by data-… on the element or the script tag.
 *  The phone numbers come from the clinic alone. */
function readSettings(element) {
  const page = { ...(SCRIPT && SCRIPT.dataset), ...element.dataset };
  const one = (name, choices, otherwise) => (choices.includes(page[name]) ? page[name] : otherwise);
  const colour = (name, otherwise) => (/^#[0-9a-f]{6}$/i.test(page[name]) ? page[name] : otherwise);
  const settings = {
    ...CLINIC,
    clinic: page.clinic || CLINIC.clinic,
    greeting: page.greeting || CLINIC.greeting,
    colours: {
      light: colour("colour", CLINIC.colours.main),
      dark: colour("colourDark", CLINIC.colours.main_dark),
    },
    theme: one("theme", ["light", "dark", "auto"], CLINIC.theme),
    position: one("position", ["left", "right"], CLINIC.position),
    direction: one("dir", ["ltr", "rtl"], CLINIC.direction),
    language: /^[a-z]{2,3}(-[a-z0-9]{2,8})?$/i.test(page.lang) ? page.lang : CLINIC.language,
    texts: { ...CLINIC.texts, ...readTexts(page.texts) },
  };
  for (const name of ["title", "launcher"]) {
    if (page[name]) settings.texts[name] = page[name];
  }
  return settings;
}

/** data-texts: a JSON object of texts by their keys. What is no text changes nothing. */
function readTexts(json) {
  try {
    const texts = Object.entries(JSON.parse(json || "{}") || {});
    return Object.fromEntries(texts.filter(([, text]) => typeof text === "string"));
  } catch (error) {
    console.warn(`${TAG}: data-texts is not JSON, so it is not used.`);
    return {};
  }
}

/** Says the widget's texts by key, with {words} filled in. */
function textsOf(settings) {
  const always = {
    clinic: settings.clinic,
    emergency: settings.phones.emergency,
    care_team: settings.phones.care_team,
    limit: settings.limit,
  };
  const numbers = ["phone", "emergency", "care_team"];
  // Among right-to-left words, an unmarked 555-0100 would be shown as 0100-555.
  const shown = (name, value) =>
    settings.direction === "rtl" && numbers.includes(name) ? `\u2066${value}\u2069` : value;
  return (key, words) => {
    const known = { ...always, ...words };
    return settings.texts[key].replace(/\{(\w+)\}/g, (all, name) =>
      name in known ? shown(name, known[name]) : all
    );
  };
}

/** Whether a text has one of the clinic's urgent words, or a fever. */
function urgencyTest({ urgent_words, fever }) {
  const hasWord = wordTest(urgent_words);
  return (text) => hasWord(text) || hasFever(text, fever);
}

/** Whether a text has one of these words, with accents or without. A star stands for any letters. */
function wordTest(words) {
  const alternatives = words.map((word) => escaped(unaccented(word)).replace(/\\\*/g, "\\p{L}*"));
  const pattern = new RegExp(`(^|[^\\p{L}])(${alternatives.join("|")})($|[^\\p{L}])`, "iu");
  return (text) => pattern.test(unaccented(text));
}

/** "39.4", "38,6 since noon" or "39" alone; a whole number among words may be an age. */
function hasFever(text, ranges) {
  const numbers = text.match(/^\s*\d{2,3}\s*$|\d{2,3}[.,]\d/g) || [];
  const isFever = (value) => ranges.some(([least, most]) => value >= least && value <= most);
  return numbers.some((number) => isFever(parseFloat(number.replace(",", "."))));
}

function unaccented(text) {
  const plain = text.replace(/\u2019/g, "'").normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652]/g, "");
  return plain.replace(/\u0131/g, "i");
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
