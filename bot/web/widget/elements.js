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
  phone: "M6 3h4l2 5-2.5 1.5a11 11 0 0 0 5 5L16 12l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
  down: "M6 9l6 6 6-6",
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
function link(address, text, attributes) {
  let kind = "";
  try {
    kind = new URL(address).protocol;
  } catch (error) {
    return document.createTextNode(text);
  }
  if (!["https:", "tel:", "mailto:"].includes(kind)) return document.createTextNode(text);
  const outside = kind === "https:" ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href: address, ...outside, ...attributes }, text);
}

function telephone(phone) {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}

/** A text's nodes: web and mail addresses and the given phone numbers as links, the rest as text. */
function linked(text, phones) {
  const numbers = [...phones].sort((one, other) => other.length - one.length).map(escaped);
  const pattern = new RegExp(
    `(https://[^\\s<>"]*[^\\s<>".,;:!?)])|([\\w.+-]+@[\\w-]+\\.[\\w.-]*\\w)|(${numbers.join("|")})`,
    "g"
  );
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    const [all, web, mail, phone] = found;
    const around = (text[found.index - 1] || " ") + (text[found.index + all.length] || " ");
    if (phone && /[\d+]/.test(around)) continue;
    nodes.push(text.slice(end, found.index));
    nodes.push(link(web || (mail ? `mailto:${mail}` : telephone(phone)), all));
    end = found.index + all.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** A text's nodes, with the number in it kept on one line. */
function unbroken(text, number) {
  const [before, ...after] = text.split(number);
  return after.length ? [before, el("span", { class: "number" }, number), after.join(number)] : [text];
}

/** Black or white, whichever is read more easily on the colour (always at least 4.5 to 1). */
function readableOn(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}
