"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const up = document.body.dataset.up;
  const showMessage = (text) => { $("message").textContent = text; };
  // Return an answer that the server gave on purpose: the content that `isWhole` accepts, or a refusal. Throw in all
  // other cases: no server, another one, an error, half an answer.
  const request = async (path, content, isWhole) => {
    const options = content && {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content), credentials: "omit",
    };
    let response, text;
    try {
      response = await fetch(path, options);
      text = await response.text();
    } catch {
      throw new Error("The server does not answer.");
    }
    if (response.status === 403) throw new Error("The server was restarted: open the address that it printed.");
    let answer = null;
    try {
      answer = JSON.parse(text);
    } catch {} // judged below
    const refused = typeof answer?.refused === "string";
    if (refused && response.status === 409) return answer;
    if (response.ok && answer && !refused && isWhole(answer)) return answer;
    throw new Error(`The server failed (${response.status}): ${refused ? answer.refused : text.slice(0, 200)}`);
  };

  $("export")?.addEventListener("click", async () => {
    const formats = [...document.querySelectorAll("input[name=format]:checked")].map((box) => box.value);
    try {
      const answer = await request(`${up}export`, { formats }, ({ files }) => Array.isArray(files));
      showMessage(answer.refused || `Written: ${answer.files.join(", ")}`);
    } catch (error) {
      showMessage(error.message);
    }
  });
  if (!$("rows")) return;

  const here = Number(document.body.dataset.number);
  let version = Number(document.body.dataset.version);
  const reviewer = $("reviewer");
  reviewer.value = localStorage.getItem("reviewer") || "";
  reviewer.addEventListener("input", () => localStorage.setItem("reviewer", reviewer.value));

  const current = () => document.querySelector("#rows > li.current");
  const choose = (row) => row && document.dispatchEvent(new CustomEvent("choose", { detail: row }));
  const mostDoubtful = () => {
    const open = [...document.querySelectorAll('#rows > li[data-verdict=""]:not([hidden])')];
    return open.sort((one, other) => other.dataset.rank - one.dataset.rank)[0];
  };
  const goOn = () => {
    const row = mostDoubtful();
    if (row) choose(row);
    else if (document.body.dataset.next) showMessage("This pair is done. Press n again for the next one.");
    else showMessage("All segments are reviewed.");
    return row;
  };

  const showProgress = (answer) => {
    version = answer.version;
    $("progress").value = answer.units - answer.left;
    $("progress").max = Math.max(1, answer.units);
    $("left").textContent =
      `${answer.left} of ${answer.units} left here, ${answer.left_in_all} of ${answer.units_in_all} in total` +
      (answer.aside_here ? `; ${answer.aside_here} decisions set aside` : "");
  };
  const renumber = () => {
    document.querySelectorAll("#rows > li > .number").forEach((link, index) => { link.textContent = index + 1; });
    document.dispatchEvent(new Event("rows"));
  };
  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html; // from our server, with every text escaped; the content security policy runs no script in it
    return holder.content;
  };
  const isPage = ({ html, version }) => typeof html === "string" && Number.isInteger(version);
  const reload = async (id) => {
    const answer = await request(`${here}/rows`, null, isPage);
    $("rows").replaceChildren(parse(answer.html));
    showProgress(answer);
    renumber();
    choose(document.getElementById(id));
  };

  // Decisions are kept here until the server has stored them, even if the server or the browser is killed.
  // The key names the folder, because another one may later be served on the same port.
  const storageKey = `waiting ${document.body.dataset.run}`;
  const waiting = () => JSON.parse(localStorage.getItem(storageKey) || "[]");
  const keep = (list) => localStorage.setItem(storageKey, JSON.stringify(list));
  let sending = false, stuck = false, timer = 0;
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (let decision; (decision = waiting()[0]); ) {
        const answer = await request(`${up}decide`, { ...decision, version }, isPage);
        // By its nonce, because another tab may have sent it too and taken it off the list.
        keep(waiting().filter(({ nonce }) => nonce !== decision.nonce));
        stuck = false;
        if (answer.refused) {
          showMessage(`Not done: ${answer.refused}`);
          await reload(decision.unit && `u${decision.unit}`);
        } else {
          showMessage("");
          carryOver(answer, decision);
          await show(answer, decision);
        }
      }
    } catch (error) {
      stuck = waiting().length > 0;
      const kept = " Your decisions are kept in this browser and sent when it is back; Undo takes back the last one.";
      showMessage(error.message + (stuck ? kept : ""));
      timer = setTimeout(send, 2000);
    } finally {
      sending = false;
    }
  };
  // Decisions that wait on the same segment were made by someone who knew of this one.
  const carryOver = ({ html }, { unit, seen }) => {
    const row = unit && parse(html).getElementById(`u${unit}`);
    const knew = (next) => next.unit === unit && next.seen === seen;
    if (row) keep(waiting().map((next) => (knew(next) ? { ...next, seen: row.dataset.seen } : next)));
  };
  const takeBack = () => {
    keep(waiting().slice(0, -1));
    stuck = waiting().length > 0;
    if (!stuck) showMessage("");
  };
  const show = async (answer, decision) => {
    if (answer.pair !== here) {
      if (decision.verb === "undo" || decision.verb === "redo") location.href = `${answer.pair}#u${answer.look}`;
      return;
    }
    if (decision.verb === "edit") localStorage.removeItem(`draft ${decision.unit} ${decision.body.side}`);
    if (answer.stale) await reload(`u${answer.look}`);
    else {
      const rows = [...$("rows").children];
      rows.slice(answer.first, answer.first + answer.removed).forEach((row) => row.remove());
      $("rows").insertBefore(parse(answer.html), $("rows").children[answer.first] || null);
      showProgress(answer);
      renumber();
      choose(document.getElementById(`u${answer.look}`));
    }
    if (decision.verb === "accept" || decision.verb === "reject") goOn();
  };
  const decide = (verb, row, body = {}) => {
    if (!reviewer.value.trim()) {
      showMessage("Enter your name first.");
      reviewer.focus();
      return;
    }
    if (verb === "undo" && stuck) {
      takeBack();
      return;
    }
    const nonce = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0"));
    const on = row ? { pair: here, unit: row.dataset.unit, seen: row.dataset.seen } : {};
    try {
      keep([...waiting(), { verb, reviewer: reviewer.value, nonce: nonce.join(""), body, ...on }]);
    } catch {
      showMessage("Not done: this browser has no room left to keep a decision.");
      return;
    }
    send();
  };

  // One dialog asks for a text, or for the offsets of a split.
  const dialog = $("dialog");
  let onSave = null, draft = "";
  const ask = (title, fields, callback) => {
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
    dialog.showModal();
    $("first").focus();
  };
  const save = () => {
    if (!dialog.open) return;
    dialog.close();
    onSave?.();
  };
  $("save").addEventListener("click", save);
  $("cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => current()?.querySelector(".number").focus({ preventScroll: true }));
  $("first").addEventListener("input", () => draft && localStorage.setItem(draft, $("first").value));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    event.stopPropagation();
  });

  const textOf = (row, side) => row.querySelector(`:scope > .${side}:not(.none) > p`)?.textContent || "";
  const names = { en: "English", fr: "French" };
  const act = (row, verb, data) => {
    draft = "";
    if (verb === "edit") {
      draft = `draft ${row.dataset.unit} ${data.side}`; // kept until the server has the edit, because it may refuse it
      const text = localStorage.getItem(draft) ?? textOf(row, data.side);
      ask(`Edit the ${names[data.side]}`, [{ label: names[data.side], text, lang: data.side }], () => {
        localStorage.setItem(draft, $("first").value);
        decide("edit", row, { side: data.side, text: $("first").value });
      });
    } else if (verb === "split") {
      const fields = ["en", "fr"].map((side) => (
        { label: `${names[side]}: put the cursor where the second half begins`, text: textOf(row, side), lang: side, fixed: true }
      ));
      // Offsets are in characters, not in UTF-16 units.
      const offset = (id) => [...$(id).value.slice(0, $(id).selectionStart)].length;
      ask("Split", fields, () => decide("split", row, { en: offset("first"), fr: offset("second") }));
    } else if (verb === "comment") {
      ask("Comment", [{ label: "Your comment", text: "" }], () => decide("comment", row, { text: $("first").value }));
    } else if (verb === "merge") {
      decide("merge", row, { next: row.nextElementSibling?.dataset.unit || "" });
    } else if (verb === "move") {
      decide("move", row, { side: data.side, way: data.way });
    } else if (verb === "dismiss") {
      decide("dismiss", row, { code: data.code, side: data.side, text: data.text });
    } else {
      decide(verb, row);
    }
  };

  $("rows").addEventListener("click", (event) => {
    const row = event.target.closest("#rows > li");
    const button = event.target.closest("button[data-verb]");
    if (row) choose(row);
    if (button) act(row, button.dataset.verb, button.dataset);
  });
  const globalKeys = {
    u: () => decide("undo"),
    i: () => decide("redo"),
    n: () => {
      if (!mostDoubtful() && document.body.dataset.next) location.href = document.body.dataset.next;
      else goOn();
    },
    x: () => current()?.querySelector(".dismiss")?.click(),
  };
  for (const [id, key] of [["undo", "u"], ["redo", "i"], ["next", "n"], ["dismiss-worst", "x"]]) {
    $(id).addEventListener("click", globalKeys[key]);
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.matches("input, textarea")) return;
    if (globalKeys[event.key]) globalKeys[event.key]();
    else {
      const button = current()?.querySelector(`.keys-of button[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
      if (!button) return;
      act(current(), button.dataset.verb, button.dataset);
    }
    event.preventDefault();
  });
  // Another tab or reviewer may have made decisions meanwhile.
  addEventListener("focus", async () => {
    try {
      const answer = await request(`${up}version`, null, (content) => Number.isInteger(content.version));
      if (answer.version !== version && !dialog.open) await reload(current()?.id);
    } catch {} // the next decision reports it
  });
  const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (linked) choose(linked);
  else goOn();
  send();
})();
