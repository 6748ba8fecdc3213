const OPEN_KEY = `${TAG}:open`;
let drawn = null;

/** <immunotherapy-assistant>: what stands inside it is shown until, or unless, this script runs. */
class ImmunotherapyAssistant extends HTMLElement {
  connectedCallback() {
    if (drawn?.isConnected && drawn !== this) {
      // One chat is enough for a page: a second element stays empty.
      if (!this.shadowRoot) this.attachShadow({ mode: "open" });
      return;
    }
    drawn = this;
    const isNew = !this.panel;
    if (isNew) this.build();
    this.leaving = new AbortController();
    for (const part of [this, this.conversation, this.panel]) part.listen(this.leaving.signal);
    if (!isNew) return;
    // Messages that still wait are sent also while the chat is closed.
    if (this.memory.read().pending.length) this.conversation.load();
    if (wasOpen() && !this.panel.small.matches) this.panel.open();
  }

  /** Taken out of the page, it leaves nothing behind. */
  disconnectedCallback() {
    if (drawn !== this) return;
    this.leaving.abort();
    this.panel.release();
    this.tools.hush();
    const others = () => (drawn === this && !this.isConnected ? document.querySelector(TAG) : null);
    setTimeout(() => others()?.connectedCallback());
  }

  build() {
    const settings = (this.settings = readSettings(this));
    const say = textsOf(settings);
    const memory = (this.memory = new Memory(`${TAG}:${SERVER}`, settings.hours));
    const server = new Server(memory);
    const words = new Words(settings, say);
    const tools = (this.tools = new Tools(say, {
      onFeedback: (topic, helpful) => server.rate(topic, helpful),
      onTell: (text) => conversation.announce(text),
    }));
    const cards = new Cards(words);
    const messages = new Messages(words, cards, tools);
    const alarm = new Alarm(words, memory, () => conversation.called());
    const log = new Log(say, messages, alarm);
    const conversation = new Conversation(settings, say, memory, server, log, messages, cards);
    this.conversation = conversation;
    const composer = new Composer(
      settings,
      say,
      (text) => conversation.send(text),
      (text) => conversation.looksUrgent(text)
    );
    const options = new Options(say, {
      onPrint: () => printConversation(words, conversation.entries),
      onDelete: () => conversation.erase(),
    });
    const status = { node: conversation.status };
    this.panel = new Panel(settings, say, { alarm, options, log, pill: log.after, status, composer });
    this.connect(this.panel, conversation, log);
    this.draw(this.shadowRoot || this.attachShadow({ mode: "open" }), settings, this.panel);
  }

  connect(panel, conversation, log) {
    panel.onOpen = () => {
      wasOpen(true);
      conversation.load({ aloud: true });
      this.tellPage("open");
    };
    panel.onClose = () => {
      wasOpen(false);
      this.tools.hush();
      this.tellPage("close");
    };
    conversation.onReply = (urgent) => {
      if (urgent) this.tellPage("urgent");
      if (!urgent) panel.tellNews();
      else if (!panel.isOpen) {
        panel.open();
        log.show(log.alarm.card);
      }
    };
  }

  /** An event for the page. It carries no word of the conversation. */
  tellPage(what) {
    this.dispatchEvent(new CustomEvent(`immuno:${what}`, { bubbles: true }));
  }

  draw(root, settings, panel) {
    dress(root, STYLE);
    this.frame = el(
      "div",
      { class: "assistant", lang: settings.language, dir: settings.direction, "data-position": settings.position },
      panel.launcher,
      panel.news,
      panel.node
    );
    root.append(this.frame);
  }

  /** Until `signal`: the device turns dark or light. */
  listen(signal) {
    const { theme: wanted, colours } = this.settings;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => {
      const theme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
      this.frame.dataset.theme = theme;
      this.frame.style.setProperty("--main", colours[theme]);
      this.frame.style.setProperty("--on-main", readableOn(colours[theme]));
    };
    dark.addEventListener("change", paint, { signal });
    paint();
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
  return remembered(OPEN_KEY, now);
}

/** Anything on the page with data-opens-assistant opens the chat; a question in it is asked. */
function openOnClick(event) {
  const opener = event.target.closest?.("[data-opens-assistant]");
  if (!opener || !drawn?.isConnected) return;
  event.preventDefault();
  drawn.open({ opener, question: opener.dataset.opensAssistant });
}

/** Where a page of one document replaces its body, or all that is in it, the chat comes back. Taken
 *  out alone, it stays away: somebody meant that. */
function comeBack() {
  const observer = new MutationObserver((changes) => {
    const removed = changes.flatMap((change) => [...change.removedNodes]);
    const isGone = removed.some((node) => node.contains(drawn));
    const alone = removed.every((node) => node === drawn);
    watch();
    if (isGone && !alone && !document.querySelector(TAG)) document.body?.append(drawn);
  });
  const watch = () => {
    for (const node of [document.documentElement, document.body]) {
      if (node) observer.observe(node, { childList: true });
    }
  };
  watch();
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, ImmunotherapyAssistant);
  document.addEventListener("click", openOnClick);
  const add = () => {
    if (!document.querySelector(TAG)) document.body.append(document.createElement(TAG));
    comeBack();
  };
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add);
}
