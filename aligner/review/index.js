// The page of all pairs: it exports the corpus.
import { $, request, showMessage, text } from "./page.js";

$("export").addEventListener("click", async () => {
  const formats = [...document.querySelectorAll("input[name=format]:checked")].map((box) => box.value);
  try {
    const answer = await request("export", { formats }, ({ files }) => Array.isArray(files));
    showMessage(answer.refused || text("written", { files: answer.files.join(", ") }));
  } catch (error) {
    showMessage(error.message);
  }
});
