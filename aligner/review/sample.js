"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const showMessage = (text) => { $("message").textContent = text; };
  const request = async (path, content) => {
    const response = await fetch(path, content && {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content), credentials: "omit",
    });
    if (response.status === 403) throw new Error("The server was restarted: open the address that it printed.");
    const answer = await response.json();
    if (!response.ok && response.status !== 409) throw new Error(answer.refused || `The server failed (${response.status}).`);
    return answer;
  };
  const reviewer = $("reviewer");
  reviewer.value = localStorage.getItem("reviewer") || "";
  reviewer.addEventListener("input", () => localStorage.setItem("reviewer", reviewer.value));

  // An answer is kept here until the server has stored it, even if the server or the browser is killed.
  const storageKey = `sample ${document.body.dataset.run}`;
  let question = null, busy = false;
  const show = (status) => {
    question = status.question;
    $("question").hidden = !question;
    $("end").hidden = Boolean(question);
    $("en").textContent = question?.en || "";
    $("fr").textContent = question?.fr || "";
    $("end-title").textContent = status.met ? "No more answers are needed" : "The sample is judged";
    $("progress").max = status.size;
    $("progress").value = status.asked;
    $("count").textContent = `${status.asked} of ${status.size} judged`;
    $("promise").textContent = status.promise;
  };
  const goOn = async () => {
    if (busy) return;
    busy = true;
    try {
      const kept = localStorage.getItem(storageKey);
      if (kept) {
        const answer = await request("decide", JSON.parse(kept));
        localStorage.removeItem(storageKey);
        showMessage(answer.refused ? `Not done: ${answer.refused}` : "");
      }
      show(await request("sample/next"));
      if (!kept) showMessage("");
    } catch (error) {
      const waits = localStorage.getItem(storageKey) ? " Your answer is kept in this browser and sent when it is back." : "";
      showMessage((error instanceof TypeError ? "The server does not answer." : error.message) + waits);
      setTimeout(goOn, 2000);
    } finally {
      busy = false;
    }
  };
  const send = (verb) => {
    if (busy || localStorage.getItem(storageKey) || (verb !== "undo" && !question)) return;
    if (!reviewer.value.trim()) {
      showMessage("Enter your name first.");
      reviewer.focus();
      return;
    }
    const nonce = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0"));
    const on = verb === "undo" ? {} : { pair: question.pair, unit: question.unit, seen: question.seen, body: { sample: 1 } };
    localStorage.setItem(storageKey, JSON.stringify({ verb, reviewer: reviewer.value, nonce: nonce.join(""), ...on }));
    goOn();
  };
  const keys = { a: "accept", r: "reject", u: "undo" };
  for (const [id, key] of [["right", "a"], ["wrong", "r"], ["undo", "u"]]) {
    $(id).addEventListener("click", () => send(keys[key]));
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input") || !keys[event.key]) return;
    event.preventDefault();
    send(keys[event.key]);
  });
  goOn();
})();
