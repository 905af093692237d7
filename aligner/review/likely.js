// Segments that are likely right are accepted together; each is a decision of its own, and one Undo takes all back.
import { $, newNonce, page, request, reviewerName, showMessage, text, withName } from "./page.js";

const nonce = newNonce(); // of this block: sent twice, it counts once
const go = (above) => { location.href = `?order=${page.order}&above=${above}`; };
const send = async (path, content) => {
  try {
    const answer = await request(path, { reviewer: reviewerName(), ...content }, () => true);
    if (answer.refused) showMessage(text("refused", { why: answer.refused }));
    else go($("above").value);
  } catch (error) {
    showMessage(error.message);
  }
};
const accept = () => withName(() => {
  const rows = [...document.querySelectorAll("#block > li")].filter((row) => row.querySelector("input").checked);
  const units = rows.map(({ dataset }) => ({ pair: Number(dataset.pair), unit: dataset.unit, seen: dataset.seen }));
  if (units.length) send("likely/accept", { units, nonce });
});
const undo = () => withName(() => send("decide", { verb: "undo", nonce: newNonce(), body: {} }));
$("above").addEventListener("change", () => go($("above").value));
$("accept")?.addEventListener("click", accept);
$("undo").addEventListener("click", undo);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "a" && $("accept")) accept();
  else if (event.key === "u") undo();
});
