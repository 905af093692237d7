"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const up = document.body.dataset.up;
  const showMessage = (text) => { $("message").textContent = text; };
  const post = (path, content) => fetch(up + path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content), credentials: "omit",
  });

  $("export")?.addEventListener("click", async () => {
    const formats = [...document.querySelectorAll("input[name=format]:checked")].map((box) => box.value);
    const answer = await (await post("export", { formats })).json();
    showMessage(answer.refused || `Written: ${answer.files.join(", ")}`);
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
  const reload = async (id) => {
    const answer = await (await fetch(`${here}/rows`)).json();
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
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let decision; (decision = waiting()[0]); ) {
        let response;
        try {
          response = await post("decide", { ...decision, version });
        } catch {
          showMessage("The server does not answer. Your decisions are kept in this browser and sent when it is back.");
          setTimeout(send, 2000);
          return;
        }
        if (response.status === 403) {
          showMessage("The server was restarted: open the address that it printed. Your decisions are kept until then.");
          return;
        }
        keep(waiting().slice(1));
        const answer = await response.json();
        if (answer.refused) {
          showMessage(`Not done: ${answer.refused}`);
          await reload(decision.unit && `u${decision.unit}`);
        } else {
          showMessage("");
          await show(answer, decision);
        }
      }
    } finally {
      sending = false;
    }
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
    const nonce = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0"));
    const on = row ? { pair: here, unit: row.dataset.unit, seen: row.dataset.seen } : {};
    keep([...waiting(), { verb, reviewer: reviewer.value, nonce: nonce.join(""), body, ...on }]);
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
    const answer = await fetch(`${up}version`).then((response) => response.json()).catch(() => null);
    if (answer && answer.version !== version && !dialog.open) await reload(current()?.id);
  });
  const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (linked) choose(linked);
  else goOn();
  send();
})();
