// Where the window is narrower or lower than this, the open chat fills it.
const SMALL_WINDOW = "(max-width: 35em), (max-height: 32em)";

/** The launcher and the panel: opening, closing, and where the focus is. */
class Panel {
  constructor(settings, say, parts) {
    Object.assign(this, { say, parts });
    this.small = matchMedia(SMALL_WINDOW);
    this.launcher = el(
      "button",
      {
        type: "button",
        class: "launcher",
        "aria-expanded": "false",
        "aria-controls": "panel",
        onclick: (event) => this.toggle(event),
      },
      icon("chat"),
      icon("down"),
      el("span", {}, say("launcher"))
    );
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
    this.small.addEventListener("change", () => this.fit());
    for (const change of ["resize", "scroll"]) {
      window.visualViewport?.addEventListener(change, () => this.fitKeyboard());
    }
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
      el(
        "button",
        { type: "button", class: "close", onclick: close },
        icon("close"),
        el("span", { class: "hidden" }, this.say("close"))
      )
    );
  }

  makeNotice({ emergency, care_team }) {
    const call = (key, phone) => el("a", { href: telephone(phone) }, this.say(key, { phone }));
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
    this.node.hidden = false;
    this.launcher.setAttribute("aria-expanded", "true");
    this.news.textContent = "";
    this.fit();
    this.onOpen();
    if (focus) focus.focus();
    else if (this.isModal) this.node.focus();
  }

  close() {
    this.node.hidden = true;
    this.launcher.setAttribute("aria-expanded", "false");
    this.fit();
    this.onClose();
    (this.opener.isConnected ? this.opener : this.launcher).focus();
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
    for (const element of this.inerted) element.inert = false;
    this.inerted = this.isModal ? around(this.node.getRootNode().host) : [];
    for (const element of this.inerted) element.inert = true;
    this.fitKeyboard();
  }

  /** The part of the window that the on-screen keyboard leaves. A pinch zoom changes nothing. */
  fitKeyboard() {
    const seen = window.visualViewport;
    if (!seen || seen.scale > 1.01) return;
    this.node.style.setProperty("--seen-top", `${seen.offsetTop}px`);
    this.node.style.setProperty("--seen-height", `${seen.height}px`);
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (!this.parts.options.dismissQuestion()) this.close();
    }
    if (event.key === "Tab" && this.isModal) this.keepInside(event);
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

/** Everything on the page beside the element, as far as nobody else made it inert. */
function around(element) {
  const others = [];
  for (let node = element; node && node !== document.documentElement; node = node.parentElement) {
    for (const other of node.parentElement ? node.parentElement.children : []) {
      const drawn = !["SCRIPT", "STYLE", "LINK", "HEAD"].includes(other.tagName);
      if (other !== node && drawn && !other.inert) others.push(other);
    }
  }
  return others;
}
