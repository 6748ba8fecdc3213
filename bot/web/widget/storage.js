/** What this browser keeps between pages: the session, and messages that are not answered yet.
 *  The conversation itself stays on the server. Where storage is forbidden, this page remembers. */
class Memory {
  constructor(key, hours) {
    this.key = key;
    this.longest = hours * 3600 * 1000;
    this.fallback = {};
  }

  /** {token, expires, pending: [{id, text, at}], called}, without what has ended. `called`: how many
   *  alarms had come when the patient said "I have called". */
  read() {
    let kept = this.fallback;
    try {
      kept = JSON.parse(localStorage.getItem(this.key)) || {};
    } catch (error) {
      // Storage is forbidden or broken: this page's own copy is used.
    }
    const now = Date.now();
    const running = kept.token && kept.expires * 1000 > now;
    const { token = null, expires = null, called } = running ? kept : {};
    return {
      token,
      expires,
      called,
      pending: (Array.isArray(kept.pending) ? kept.pending : []).filter(
        (message) => now - message.at < this.longest
      ),
    };
  }

  /** A new session. When it ends is told by this device's own clock, which may be days off. */
  begin(token) {
    this.write({ token, expires: (Date.now() + this.longest) / 1000 });
  }

  write(changes) {
    this.fallback = { ...this.read(), ...changes };
    try {
      localStorage.setItem(this.key, JSON.stringify(this.fallback));
    } catch (error) {
      // See read().
    }
  }

  addPending(message) {
    this.write({ pending: [...this.read().pending, message] });
  }

  settle(id) {
    const { pending } = this.read();
    const left = pending.filter((message) => message.id !== id);
    if (left.length < pending.length) this.write({ pending: left });
  }

  forget() {
    this.fallback = {};
    try {
      localStorage.removeItem(this.key);
    } catch (error) {
      // See read().
    }
  }
}

/** What this tab remembers from page to page; with `now`: remembers it. */
function remembered(key, now) {
  try {
    if (now !== undefined) sessionStorage.setItem(key, String(now));
    return sessionStorage.getItem(key) === "true";
  } catch (error) {
    return false;
  }
}

/** An id that no other message has. */
function newId() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, "0")).join("");
}
