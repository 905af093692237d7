// Shared by the pages of the review: the texts of their language, the server, the reviewer, the order.
export const $ = (id) => document.getElementById(id);
export const page = document.body.dataset;
const texts = JSON.parse(page.texts);
export const text = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
export const showMessage = (words) => { $("message").textContent = words; };

// Return an answer that the server gave on purpose: the content that `isWhole` accepts, or a refusal. Throw in all
// other cases: no server, another one, an error, half an answer.
export const request = async (path, content, isWhole) => {
  const options = content && {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content), credentials: "omit",
  };
  let response, words;
  try {
    response = await fetch(page.up + path, options);
    words = await response.text();
  } catch {
    throw new Error(text("no_answer"));
  }
  if (response.status === 403) throw new Error(text("restarted"));
  let answer = null;
  try {
    answer = JSON.parse(words);
  } catch {} // judged below
  const refused = typeof answer?.refused === "string";
  if (refused && response.status === 409) return answer;
  if (response.ok && answer && !refused && isWhole(answer)) return answer;
  throw new Error(text("failed", { status: response.status, text: refused ? answer.refused : words.slice(0, 200) }));
};
export const parse = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html; // from our server, with every text escaped; the content security policy runs no script in it
  return holder.content;
};
export const newNonce = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The name is asked for when it is first needed, unless the server was started with one.
const field = $("reviewer");
if (field) {
  field.value = localStorage.getItem("reviewer") || "";
  field.addEventListener("input", () => localStorage.setItem("reviewer", field.value));
}
export const reviewerName = () => page.reviewer || field.value.trim();
let onName = null;
export const askName = (callback) => {
  onName = callback;
  $("who").showModal();
  field.select();
};
export const withName = (callback) => {
  if (reviewerName()) callback();
  else askName(callback);
};
const saveName = () => {
  if (!reviewerName()) return field.focus();
  $("who").close();
  onName?.();
};
$("who")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === field) saveName();
  event.stopPropagation();
});
$("who-save")?.addEventListener("click", saveName);
$("who-cancel")?.addEventListener("click", () => $("who").close());

// The order that was last chosen is that of the next visit.
const asked = new URLSearchParams(location.search).get("order");
if (asked) localStorage.setItem("order", page.order);
else if (page.order && (localStorage.getItem("order") ?? page.order) !== page.order) {
  location.replace(`?order=${localStorage.getItem("order")}${location.hash}`);
}
