/** Makes an element. Texts become text nodes, never markup; on… become listeners. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

const ICONS = {
  chat: "M4 5h16v11H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  phone: "M5 4h4l2 5-3 2a11 11 0 0 0 5 5l2-3 5 2v4q0 1-1 1A16 16 0 0 1 4 5q0-1 1-1z",
  down: "M6 9l6 6 6-6",
  more: "M12 5v0m0 7v0m0 7v0",
  send: "M4 12h15M13 6l6 6-6 6",
  done: "M5 13l4 4L19 7",
  hear: "M4 10v4h3l5 4V6L7 10zM16 9q3 3 0 6",
  helped: "M4 11h3v9H4zm3 0l4-8q4 0 2 6h7l-2 11H7",
};

/** A drawing beside a text, which screen readers pass over. */
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** A link that is followed only to https:, tel: or mailto:; anything else stays text. */
function link(address, text) {
  const [kind] = /^(https:\/\/|tel:|mailto:)/.exec(address) || [];
  if (!kind) return text;
  const outside = kind.startsWith("https") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href: address, ...outside }, text);
}

function telephone(phone) {
  return `tel:${digits(phone)}`;
}

/** A number as it is dialled: the 0 of "+44 (0)20 …" is dialled only inside the country. */
function digits(phone) {
  return phone.replace(/^((?:\+|00).*?)\(0\)/, "$1").replace(/[^\d+]/g, "");
}

/** A text's nodes: web and mail addresses and the given phone numbers as links, the rest as text.
 *  A number inside `name` is no link: nobody dials half a name. */
function linked(text, phones, name) {
  const numbers = [...phones].sort((one, other) => other.length - one.length).map(escaped);
  const pattern = new RegExp(
    `(${escaped(name)})|(https://[^\\s<>"]*[^\\s<>".,;:!?)])|([\\w.+-]+@[\\w-]+\\.[\\w.-]*\\w)|(${numbers.join("|")})`,
    "g"
  );
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    const [all, named, web, mail, phone] = found;
    const around = (text[found.index - 1] || " ") + (text[found.index + all.length] || " ");
    if (named || (phone && /[\d+]/.test(around))) continue;
    nodes.push(text.slice(end, found.index));
    const made = link(web || (mail ? `mailto:${mail}` : telephone(phone)), all);
    // Apart from right-to-left words around it, which would show 555-0100 as 0100-555.
    if (made.nodeType) made.dir = "ltr";
    nodes.push(made);
    end = found.index + all.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** A text's nodes, with the number in it kept on one line, and the words beside it marked, so that
 *  a small window can hide them from the eye. */
function unbroken(text, number) {
  // The number's own direction does what marks in the text do elsewhere: see textsOf.
  const [before, ...after] = unmarked(text).split(number);
  if (!after.length) return [text];
  const label = (words) => (words ? [el("span", { class: "label" }, words)] : []);
  const shown = el("span", { class: "number", dir: "ltr" }, number);
  return [...label(before), shown, ...label(after.join(number))];
}

/** The text without the marks that keep a number's direction. */
function unmarked(text) {
  return text.replace(/[\u200e\u2066\u2069]/g, "");
}

/** A button with a drawing and a name, which only `shown` puts beside it for the eye. */
function iconButton(drawing, name, attributes, shown) {
  const label = el("span", { class: shown ? "" : "hidden" }, name);
  return el("button", { type: "button", ...attributes }, icon(drawing), label);
}

/** Black or white, whichever is read more easily on the colour (always at least 4.5 to 1). */
function readableOn(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}
