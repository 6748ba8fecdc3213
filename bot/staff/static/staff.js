// Progress of a training: the part that changes is loaded anew every two seconds.
"use strict";
(function () {
  const EVERY_MILLISECONDS = 2000;
  const steps = document.getElementById("steps");
  const said = document.getElementById("said");
  if (!steps || steps.dataset.running !== "yes") return;

  async function look() {
    try {
      const answered = await fetch("/staff/live/state", { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answered.text(), "text/html");
      const fresh = page.getElementById("steps");
      if (!answered.ok || !fresh) throw new Error("no progress");
      steps.replaceChildren(...fresh.childNodes);
      const running = steps.querySelector("li.running strong");
      const text = running ? running.textContent : "";
      if (said && said.textContent !== text) said.textContent = text;
      if (fresh.dataset.running !== "yes") {
        window.location.reload();
        return;
      }
    } catch (error) {
      console.warn("The progress cannot be read now.", error);
    }
    window.setTimeout(look, EVERY_MILLISECONDS);
  }

  window.setTimeout(look, EVERY_MILLISECONDS);
})();
