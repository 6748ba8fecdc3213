const OPEN_KEY = `${TAG}:open`;

/** <immunotherapy-assistant>: what stands inside it is shown until, or unless, this script runs. */
class ImmunotherapyAssistant extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const settings = readSettings(this);
    const say = textsOf(settings);
    const memory = new Memory(`${TAG}:${SERVER}`, settings.hours);
    const messages = new Messages(settings, say);
    const log = new Log(say, messages);
    const door = new Door(memory);
    const conversation = new Conversation(settings, say, memory, door, log, messages);
    this.conversation = conversation;
    const composer = new Composer(
      settings,
      say,
      (text) => conversation.send(text),
      (text) => conversation.warnIfUrgent({ text })
    );
    const options = new Options(say, {
      onPrint: () => printConversation(settings, say, conversation.entries),
      onDelete: () => conversation.erase(),
    });
    const status = { node: conversation.status };
    this.panel = new Panel(settings, say, { options, log, status, composer });
    this.connect(this.panel, conversation);
    this.drawIn(this.attachShadow({ mode: "open" }), settings, this.panel);
    // Messages that still wait are sent also while the chat is closed.
    if (memory.read().pending.length) conversation.load();
    if (wasOpen() && !this.panel.small.matches) this.panel.open();
  }

  connect(panel, conversation) {
    panel.onOpen = () => {
      wasOpen(true);
      conversation.load({ aloud: true });
    };
    panel.onClose = () => wasOpen(false);
    conversation.onReply = (urgent) => {
      if (urgent && !panel.isOpen) panel.open();
      else panel.tellNews();
    };
  }

  drawIn(root, settings, panel) {
    dress(root, STYLE);
    const frame = el(
      "div",
      { class: "assistant", lang: settings.language, dir: settings.direction, "data-position": settings.position },
      panel.launcher,
      panel.news,
      panel.node
    );
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => {
      const theme = settings.theme === "auto" ? (dark.matches ? "dark" : "light") : settings.theme;
      frame.dataset.theme = theme;
      frame.style.setProperty("--main", settings.colours[theme]);
      frame.style.setProperty("--on-main", readableOn(settings.colours[theme]));
    };
    dark.addEventListener("change", paint);
    paint();
    root.append(frame);
  }

  /** Opens the chat; the focus goes to the input, and back to `opener` when it is closed. With a
   *  `question`, that is asked. */
  async open({ opener, question } = {}) {
    this.panel.open({ focus: this.panel.parts.composer, opener });
    await this.conversation.load();
    if (question) this.conversation.send(question);
  }
}

/** Whether the chat was open on this tab's last page; with an argument: remembers it. */
function wasOpen(now) {
  try {
    if (now !== undefined) sessionStorage.setItem(OPEN_KEY, String(now));
    return sessionStorage.getItem(OPEN_KEY) === "true";
  } catch (error) {
    return false;
  }
}

/** Anything on the page with data-opens-assistant opens the chat; a question in it is asked. */
function openOnClick(event) {
  const opener = event.target.closest?.("[data-opens-assistant]");
  const assistant = document.querySelector(TAG);
  if (!opener || !assistant?.panel) return;
  event.preventDefault();
  assistant.open({ opener, question: opener.dataset.opensAssistant });
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, ImmunotherapyAssistant);
  document.addEventListener("click", openOnClick);
  const add = () => document.querySelector(TAG) || document.body.append(document.createElement(TAG));
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add);
}
