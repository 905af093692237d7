// Find and replace: a change is made only after a preview of exactly these texts.
import { $, newNonce, page, parse, request, reviewerName, showMessage, text, withName } from "./page.js";

let previewed = null;
const wanted = () => ({
  find: $("find-text").value, put: $("put-text").value, side: $("side").value,
  match_case: $("match-case").checked, only_undecided: $("only-undecided").checked, order: page.order,
});
const forget = () => {
  previewed = null;
  $("apply").disabled = true;
};
const show = (html, words) => {
  $("changes").replaceChildren(parse(html));
  $("news").textContent = words;
};
// Do something with the server's answer, or show why there is none.
const ask = async (path, content, onAnswer) => {
  try {
    const answer = await request(path, content, () => true);
    showMessage(answer.refused ? text("refused", { why: answer.refused }) : "");
    if (answer.refused) forget();
    else onAnswer(answer);
  } catch (error) {
    showMessage(error.message);
  }
};
const preview = () => {
  const content = wanted();
  return ask("replace/preview", content, ({ html, text, count, version }) => {
    previewed = { ...content, version, nonce: newNonce() };
    $("apply").disabled = !count;
    show(html, text);
  });
};
const apply = () => withName(() => ask("replace/apply", { ...previewed, reviewer: reviewerName() }, (answer) => {
  forget();
  show("", answer.text);
}));
const undo = () => withName(() => {
  const content = { verb: "undo", reviewer: reviewerName(), nonce: newNonce(), body: {} };
  ask("decide", content, () => show("", text("undone")));
});
$("preview").addEventListener("click", preview);
$("apply").addEventListener("click", apply);
$("undo").addEventListener("click", undo);
$("form").addEventListener("input", forget);
$("form").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) preview();
});
