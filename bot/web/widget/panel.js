// Where the window is narrower or lower than this, the open chat fills it.
const SMALL_WINDOW = "(max-width: 35em), (max-height: 32em)";

/** The launcher and the panel: opening, closing, and where the focus is. */
class Panel {
  constructor(settings, say, parts) {
    Object.assign(this, { say, parts });
    this.small = matchMedia(SMALL_WINDOW);
    this.launcher = el("button", {
      type: "button",
      class: "launcher",
      "aria-controls": "panel",
      onclick: (event) => this.toggle(event),
    });
    this.news = el("p", { class: "news", role: "status" });
    this.notice = this.makeNotice(settings.phones);
    this.node = el(
      "section",
      {
        id: "panel",
        class: "panel",
        hidden: true,
        tabindex: "-1",
        "aria-labelledby": "title",
        onkeydown: (event) => this.pressed(event),
      },
      this.makeHeader(),
      this.notice,
      ...Object.values(parts).map((part) => part.node)
    );
    this.inerted = [];
    this.opener = this.launcher;
    this.show(false);
    parts.alarm.onChange = (inForce) => this.node.classList.toggle("alarmed", inForce);
  }

  /** Until `signal`: the window changes, a keyboard comes, the patient goes back. */
  listen(signal) {
    this.small.addEventListener("change", () => this.fit(), { signal });
    addEventListener("resize", () => this.measure(), { signal });
    for (const change of ["resize", "scroll"]) {
      window.visualViewport?.addEventListener(change, () => this.measure(), { signal });
    }
    addEventListener("popstate", () => this.isModal && !inHistory() && this.close(), { signal });
    this.fit();
  }

  /** The element is taken out of the page, which is in reach again. */
  release() {
    for (const element of this.inerted) element.inert = false;
    this.inerted = [];
  }

  get isOpen() {
    return !this.node.hidden;
  }

  makeHeader() {
    const close = () => this.close();
    return el(
      "header",
      {},
      el(
        "div",
        { class: "titles" },
        el("h2", { id: "title" }, this.say("title")),
        el("p", { class: "subtitle" }, this.say("subtitle"))
      ),
      this.parts.options.button,
      iconButton("close", this.say("close"), { class: "close", onclick: close })
    );
  }

  makeNotice({ emergency, care_team }) {
    const words = (key, phone) => unbroken(this.say(key, { phone }), phone);
    const call = (key, phone) =>
      el("a", { href: telephone(phone), dir: "auto" }, ...words(key, phone));
    return el(
      "p",
      { id: "notice", class: "notice" },
      call("notice_emergency", emergency),
      " ",
      call("notice_care_team", care_team)
    );
  }

  toggle(event) {
    if (this.isOpen) this.close();
    // A tap shows the emergency numbers and the greeting first, not the on-screen keyboard.
    else this.open({ focus: event.pointerType === "touch" ? this.node : this.parts.composer });
  }

  /** Opens; the focus goes where `focus` says, or stays where it is. */
  open({ focus, opener = this.launcher } = {}) {
    this.opener = opener;
    this.show(true);
    this.news.textContent = "";
    this.onOpen();
    if (focus) focus.focus();
    else if (this.isModal) this.node.focus();
  }

  close() {
    this.show(false);
    if (inHistory()) history.back();
    this.onClose();
    (this.opener.isConnected ? this.opener : this.launcher).focus();
  }

  show(shown) {
    this.node.hidden = !shown;
    this.launcher.setAttribute("aria-expanded", String(shown));
    const label = el("span", {}, this.say(shown ? "launcher_open" : "launcher"));
    this.launcher.replaceChildren(icon(shown ? "down" : "chat"), label);
    if (this.node.isConnected) this.fit();
  }

  /** A new answer while the chat is closed. */
  tellNews() {
    if (!this.isOpen) this.news.textContent = this.say("new_answer");
  }

  /** Filling a small window it is a dialog, and the page behind it is out of reach. */
  fit() {
    this.isModal = this.isOpen && this.small.matches;
    this.node.setAttribute("role", this.isModal ? "dialog" : "region");
    if (this.isModal) this.node.setAttribute("aria-modal", "true");
    else this.node.removeAttribute("aria-modal");
    this.node.classList.toggle("fills", this.isModal);
    this.launcher.inert = this.isModal;
    this.release();
    if (this.isModal) {
      this.inerted = around(this.node.getRootNode().host);
      // Going back closes the chat, as on a phone it closes everything that fills the screen.
      if (!inHistory()) history.pushState({ ...history.state, [TAG]: true }, "");
    }
    for (const element of this.inerted) element.inert = true;
    this.measure();
  }

  /** The part of the window that the on-screen keyboard leaves, and what fits there in the patient's
   *  print. A pinch zoom changes nothing. */
  measure() {
    const seen = window.visualViewport;
    if (seen && seen.scale > 1.01) return;
    const { style, classList } = this.node;
    if (seen) {
      style.setProperty("--seen-top", `${seen.offsetTop}px`);
      style.setProperty("--seen-height", `${seen.height}px`);
    }
    const print = parseFloat(getComputedStyle(this.node).fontSize);
    const [width, height] = [this.node.clientWidth / print, this.node.clientHeight / print];
    const fits = { narrow: width < 22, narrowest: width < 13, low: height < 28, lowest: height < 17 };
    for (const [name, now] of Object.entries(fits)) classList.toggle(name, now);
    this.parts.log.resized();
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (!this.parts.options.dismissQuestion()) this.close();
    }
    if (event.key !== "Tab") return;
    this.toFirstChoice(event);
    if (this.isModal) this.keepInside(event);
  }

  /** Back from the field, Tab would land on the last answer, the "No" of "Yes" and "No". */
  toFirstChoice(event) {
    const first = this.parts.log.firstChoice();
    if (!first || !event.shiftKey || event.target !== this.parts.composer.input) return;
    event.preventDefault();
    first.focus();
  }

  keepInside(event) {
    const stops = [...this.node.querySelectorAll("a[href], button, textarea, [tabindex='0']")].filter(
      (node) => node.tabIndex >= 0 && node.getClientRects().length
    );
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const focused = this.node.getRootNode().activeElement;
    if (event.shiftKey && (focused === first || focused === this.node)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && focused === last) {
      event.preventDefault();
      first.focus();
    }
  }
}

/** Whether the page's history has a step for the open chat. */
function inHistory() {
  return Boolean(history.state?.[TAG]);
}

/** Everything on the page beside the element, as far as nobody else made it inert. */
function around(element) {
  const others = [];
  for (let node = element; node && node !== document.documentElement; node = node.parentElement) {
    for (const other of node.parentElement ? node.parentElement.children : []) {
      if (other !== node && !other.inert) others.push(other);
    }
  }
  return others;
}
