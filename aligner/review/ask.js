// One dialog asks for a text, or for the offsets of a split; another one shows the keys.
import { $, text } from "./page.js";

const dialog = $("dialog");
let onSave = null, onInput = null;
// Fields have a label, a text and a language; `fixed` ones only have a cursor.
export const ask = (title, fields, callback, whileTyping = null) => {
  $("dialog-title").textContent = title;
  ["first", "second"].forEach((id, index) => {
    const field = fields[index];
    $(`${id}-label`).textContent = field?.label || "";
    $(id).value = field?.text || "";
    $(id).lang = field?.lang || "";
    $(id).readOnly = Boolean(field?.fixed);
  });
  $("second-row").hidden = fields.length < 2;
  onSave = callback;
  onInput = whileTyping;
  dialog.showModal();
  $("first").focus();
};
export const isAsking = () => document.querySelector("dialog[open]") !== null;
export const textOf = (row, side) => row.querySelector(`:scope > .${side}:not(.none) > p`)?.textContent || "";

export const askSplit = (row, callback) => {
  const fields = ["en", "fr"].map((side) => (
    { label: text(`split_${side}`), text: textOf(row, side), lang: side, fixed: true }
  ));
  // Offsets are in characters, not in UTF-16 units.
  const offset = (id) => [...$(id).value.slice(0, $(id).selectionStart)].length;
  ask(text("split"), fields, () => callback({ en: offset("first"), fr: offset("second") }));
};

const save = () => {
  if (!dialog.open) return;
  dialog.close();
  onSave?.();
};
const backToRow = () => document.querySelector("#rows > li.current .number")?.focus({ preventScroll: true });
$("save").addEventListener("click", save);
$("cancel").addEventListener("click", () => dialog.close());
$("first").addEventListener("input", () => onInput?.($("first").value));
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
});
$("help-close").addEventListener("click", () => $("help").close());
for (const id of ["dialog", "help", "who"]) {
  $(id)?.addEventListener("close", backToRow);
  $(id)?.addEventListener("keydown", (event) => event.stopPropagation()); // keys of a dialog are not those of the page
}
