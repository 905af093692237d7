// Decisions are kept in the browser until the server has stored them, even if the server or the browser is killed.
import { page, request, showMessage, text } from "./page.js";

// The key names the folder, because another one may later be served on the same port.
const storageKey = `waiting ${page.run}`;
const waiting = () => JSON.parse(localStorage.getItem(storageKey) || "[]");
const keep = (list) => localStorage.setItem(storageKey, JSON.stringify(list));
export const isPage = ({ html, version }) => typeof html === "string" && Number.isInteger(version);

// `withState` adds what the server compares; `onDone` shows an answer, `onRefused` what a refused decision was on.
export const makeQueue = ({ withState, onDone, onRefused }) => {
  let sending = false, stuck = false, timer = 0;
  // Decisions that wait on the same segment were made by someone who knew of this one.
  const carryOver = (seen, decision) => {
    const knew = (next) => next.unit === decision.unit && next.seen === decision.seen;
    if (seen) keep(waiting().map((next) => (knew(next) ? { ...next, seen } : next)));
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (let decision; (decision = waiting()[0]); ) {
        const answer = await request("decide", withState(decision), isPage);
        // By its nonce, because another tab may have sent it too and taken it off the list.
        keep(waiting().filter(({ nonce }) => nonce !== decision.nonce));
        stuck = false;
        showMessage(answer.refused ? text("refused", { why: answer.refused }) : "");
        if (answer.refused) await onRefused(decision);
        else await onDone(answer, decision, (seen) => carryOver(seen, decision));
      }
    } catch (error) {
      stuck = waiting().length > 0;
      showMessage(error.message + (stuck ? text("kept") : ""));
      timer = setTimeout(send, 2000);
    } finally {
      sending = false;
    }
  };
  const takeBack = () => {
    keep(waiting().slice(0, -1));
    stuck = waiting().length > 0;
    if (!stuck) showMessage("");
  };
  const add = (decision) => {
    try {
      keep([...waiting(), decision]);
    } catch {
      showMessage(text("full"));
      return;
    }
    send();
  };
  return { add, send, takeBack, isStuck: () => stuck };
};
