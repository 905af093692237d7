// A sample is judged one pair at a time, until it has its size or no answer is needed.
import { $, askName, newNonce, page, request, reviewerName, showMessage, text, withName } from "./page.js";
import { isPage } from "./queue.js";

// An answer is kept here until the server has stored it, even if the server or the browser is killed.
const storageKey = `sample ${page.run}`;
const isStatus = ({ promise, asked }) => typeof promise === "string" && Number.isInteger(asked);
let question = null, ended = false, busy = false;
const show = (status) => {
  question = status.question;
  ended = !question;
  $("question").hidden = !question;
  $("end").hidden = Boolean(question);
  $("en").textContent = question?.en || "";
  $("fr").textContent = question?.fr || "";
  $("end-title").textContent = text(status.met ? "enough" : "sample_done");
  $("progress").max = status.size;
  $("progress").value = status.asked;
  $("count").textContent = text("judged", status);
  $("promise").textContent = status.promise;
};
const goOn = async () => {
  if (busy) return;
  busy = true;
  try {
    const kept = localStorage.getItem(storageKey);
    if (kept) {
      const answer = await request("decide", JSON.parse(kept), isPage);
      localStorage.removeItem(storageKey);
      showMessage(answer.refused ? text("refused", { why: answer.refused }) : "");
    }
    show(await request("sample/next", null, isStatus));
    if (!kept) showMessage("");
  } catch (error) {
    showMessage(error.message + (localStorage.getItem(storageKey) ? text("kept_answer") : ""));
    setTimeout(goOn, 2000);
  } finally {
    busy = false;
  }
};
const send = (verb) => {
  // Without a name nobody has answered on this page, so there is nothing to take back either.
  if (ended && (verb !== "undo" || !reviewerName())) showMessage(`${$("end-title").textContent}.`);
  else withName(() => answer(verb));
};
const answer = (verb) => {
  if (busy || localStorage.getItem(storageKey) || (verb !== "undo" && !question)) return;
  const on = verb === "undo" ? {} : { pair: question.pair, unit: question.unit, seen: question.seen, body: { sample: 1 } };
  try {
    localStorage.setItem(storageKey, JSON.stringify({ verb, reviewer: reviewerName(), nonce: newNonce(), ...on }));
  } catch {
    showMessage(text("full"));
    return;
  }
  goOn();
};
const keys = { a: "accept", r: "reject", u: "undo" };
for (const [id, key] of [["right", "a"], ["wrong", "r"], ["undo", "u"]]) {
  $(id).addEventListener("click", () => send(keys[key]));
}
$("name")?.addEventListener("click", () => askName(null));
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  send(keys[event.key]);
});
goOn();
