// The page of one pair: what is decided on it by buttons and keys, and which segment comes next.
import { ask, askSplit, isAsking, textOf } from "./ask.js";
import { $, askName, newNonce, page, parse, request, reviewerName, showMessage, text, withName } from "./page.js";
import { isPage, makeQueue } from "./queue.js";

const here = Number(page.number);
let version = Number(page.version), next = page.next;
let rows = []; // in reading order, whatever order they are shown in
const pathOf = (number) => `${number}?order=${page.order}`;

const readRows = () => [...$("rows").children].sort((one, other) => one.dataset.place - other.dataset.place);
const current = () => document.querySelector("#rows > li.current");
const choose = (row) => row && document.dispatchEvent(new CustomEvent("choose", { detail: row }));
const goOn = () => {
  const shown = [...$("rows").children], at = shown.indexOf(current()) + 1;
  const row = [...shown.slice(at), ...shown.slice(0, at)].find((one) => !one.dataset.verdict && !one.hidden);
  if (row) choose(row);
  else showMessage(text(next === "" ? "all_done" : "pair_done"));
  return row;
};
const goToNextPair = () => {
  if (!goOn() && next !== "") location.href = pathOf(next);
};

const showProgress = (answer) => {
  version = answer.version;
  next = answer.next;
  $("progress").value = answer.units_in_all - answer.left_in_all;
  $("progress").max = Math.max(1, answer.units_in_all);
  $("left").textContent = answer.text;
};
const arrange = () => {
  rows.forEach((row, index) => {
    row.dataset.place = index + 1;
    row.querySelector(":scope > .number").textContent = index + 1;
  });
  if (page.order === "doubt") $("rows").append(...[...rows].sort((one, other) => other.dataset.rank - one.dataset.rank));
  document.dispatchEvent(new Event("rows"));
};
const reload = async (id) => {
  const answer = await request(`pair/${here}/rows`, null, isPage);
  $("rows").replaceChildren(parse(answer.html));
  rows = readRows();
  arrange();
  showProgress(answer);
  choose(document.getElementById(id));
};
const splice = ({ first, removed, html }) => {
  const after = rows[first + removed] || null, added = [...parse(html).children];
  rows.splice(first, removed, ...added).forEach((row) => row.remove());
  $("rows").insertBefore(((holder) => (holder.append(...added), holder))(new DocumentFragment()), after);
  arrange();
};

const draftOf = (unit, side) => `draft ${unit} ${side}`; // kept until the server has the edit, which it may refuse
const onDone = async (answer, decision, carryOver) => {
  carryOver(parse(answer.html).getElementById(`u${decision.unit}`)?.dataset.seen);
  $("news").textContent = "";
  if (answer.pair !== here) {
    if (!decision.unit) location.href = `${pathOf(answer.pair)}#u${answer.look}`;
    return;
  }
  if (decision.verb === "edit") localStorage.removeItem(draftOf(decision.unit, decision.body.side));
  if (answer.stale) await reload(`u${answer.look}`);
  else {
    splice(answer);
    showProgress(answer);
    choose(document.getElementById(`u${answer.look}`));
  }
  if (decision.verb === "edit") showScore(current());
  const settled = decision.verb === "edit" && !current()?.classList.contains("doubtful");
  if (settled || decision.verb === "accept" || decision.verb === "reject") goToNextPair();
};
const showScore = (row) => {
  const score = row?.querySelector(".confidence");
  const values = { confidence: score?.textContent, findings: row?.querySelectorAll(".finding").length };
  if (score) $("news").textContent = text("scored", values);
};
const queue = makeQueue({
  withState: (decision) => ({ ...decision, version, order: page.order }),
  onDone,
  onRefused: (decision) => reload(decision.unit && `u${decision.unit}`),
});
const decide = (verb, row, body = {}) => withName(() => {
  if (verb === "undo" && queue.isStuck()) return queue.takeBack();
  const on = row ? { pair: here, unit: row.dataset.unit, seen: row.dataset.seen } : {};
  queue.add({ verb, reviewer: reviewerName(), nonce: newNonce(), body, ...on });
});

const edit = (row, { side }) => {
  const draft = draftOf(row.dataset.unit, side);
  const keepDraft = (words) => localStorage.setItem(draft, words);
  const words = localStorage.getItem(draft) ?? textOf(row, side);
  ask(text(`edit_${side}`), [{ label: text(side), text: words, lang: side }], () => {
    keepDraft($("first").value);
    decide("edit", row, { side, text: $("first").value });
  }, keepDraft);
};
const comment = (row) => {
  const fields = [{ label: text("your_comment"), text: "" }];
  ask(text("comment"), fields, () => decide("comment", row, { text: $("first").value }));
};
const dismiss = (row, data) => {
  if (data.code) decide("dismiss", row, { code: data.code, side: data.side, text: data.text });
  else row.querySelector(".dismiss")?.click(); // that of the most severe finding
};
const onPage = {
  undo: () => decide("undo"),
  redo: () => decide("redo"),
  next: goToNextPair,
  help: () => $("help").showModal(),
  name: () => askName(null),
};
const onRow = {
  edit,
  comment,
  dismiss,
  split: (row) => askSplit(row, (offsets) => decide("split", row, offsets)),
  merge: (row) => decide("merge", row, { next: rows[rows.indexOf(row) + 1]?.dataset.unit || "" }),
  move: (row, { side, way }) => decide("move", row, { side, way }),
};
const act = ({ verb, ...data }, row) => {
  if (onPage[verb]) onPage[verb]();
  else if (row && onRow[verb]) onRow[verb](row, data);
  else if (row) decide(verb, row);
};

$("rows").addEventListener("click", (event) => {
  const row = event.target.closest("#rows > li"), button = event.target.closest("button[data-verb]");
  if (row) choose(row);
  if (button) act(button.dataset, row);
});
$("keys").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-verb]");
  if (!button) return;
  $("more").open = false;
  act(button.dataset, current());
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isAsking()) return;
  if (event.key === "Escape") $("more").open = false;
  if (event.target.matches("input, textarea, select")) return;
  const button = document.querySelector(`#keys button[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  act(button.dataset, current());
});
// Another tab or reviewer may have made decisions meanwhile.
addEventListener("focus", async () => {
  try {
    const answer = await request("version", null, (content) => Number.isInteger(content.version));
    if (answer.version !== version && !isAsking()) await reload(current()?.id);
  } catch {} // the next decision reports it
});
rows = readRows();
const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (linked) choose(linked);
else goOn();
queue.send();
