"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const up = document.body.dataset.up;
  const say = (text) => { $("said").textContent = text; };
  const post = (path, asked) => fetch(up + path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked), credentials: "omit",
  });

  $("export")?.addEventListener("click", async () => {
    const formats = [...document.querySelectorAll("input[name=format]:checked")].map((box) => box.value);
    const answer = await (await post("export", { formats })).json();
    say(answer.refused || `Written: ${answer.files.join(", ")}`);
  });
  if (!$("rows")) return;

  const here = Number(document.body.dataset.number);
  let version = Number(document.body.dataset.version);
  const reviewer = $("reviewer");
  reviewer.value = localStorage.getItem("reviewer") || "";
  reviewer.addEventListener("input", () => localStorage.setItem("reviewer", reviewer.value));

  const current = () => document.querySelector("#rows > li.current");
  const choose = (row) => row && document.dispatchEvent(new CustomEvent("choose", { detail: row }));
  const worst = () => {
    const open = [...document.querySelectorAll('#rows > li[data-verdict=""]:not([hidden])')];
    return open.sort((one, other) => other.dataset.rank - one.dataset.rank)[0];
  };
  const onward = () => {
    const row = worst();
    if (row) choose(row);
    else if (document.body.dataset.next) say("This pair is done: press n again for the next one.");
    else say("All is decided.");
    return row;
  };

  const tell = (answer) => {
    version = answer.version;
    $("progress").value = answer.units - answer.left;
    $("progress").max = Math.max(1, answer.units);
    $("left").textContent =
      `${answer.left} of ${answer.units} left here, ${answer.left_in_all} of ${answer.units_in_all} in all` +
      (answer.aside_here ? `; ${answer.aside_here} decisions set aside` : "");
  };
  const renumber = () => {
    document.querySelectorAll("#rows > li > .number").forEach((link, at) => { link.textContent = at + 1; });
    document.dispatchEvent(new Event("rows"));
  };
  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html; // the server's own, in which every text is escaped; nothing in it runs under the policy
    return holder.content;
  };
  const reload = async (look) => {
    const answer = await (await fetch(`${here}/rows`)).json();
    $("rows").replaceChildren(parse(answer.html));
    tell(answer);
    renumber();
    choose(document.getElementById(look));
  };

  // What was decided waits here until the server has it on its disk, through its death and this browser's.
  // Another folder may be served at the same port some day: what waits is for this one.
  const shelf = `waiting ${document.body.dataset.run}`;
  const waiting = () => JSON.parse(localStorage.getItem(shelf) || "[]");
  const keep = (list) => localStorage.setItem(shelf, JSON.stringify(list));
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let asked; (asked = waiting()[0]); ) {
        let response;
        try {
          response = await post("decide", { ...asked, version });
        } catch {
          say("The server does not answer. What you decided is kept in this browser and sent when it is back.");
          setTimeout(send, 2000);
          return;
        }
        if (response.status === 403) {
          say("The server was started anew: open the address that it printed. What you decided is kept until then.");
          return;
        }
        keep(waiting().slice(1));
        const answer = await response.json();
        if (answer.refused) {
          say(`Not done: ${answer.refused}`);
          await reload(asked.unit && `u${asked.unit}`);
        } else {
          say("");
          await show(answer, asked);
        }
      }
    } finally {
      sending = false;
    }
  };
  const show = async (answer, asked) => {
    if (answer.pair !== here) {
      if (asked.verb === "undo" || asked.verb === "redo") location.href = `${answer.pair}#u${answer.look}`;
      return;
    }
    if (asked.verb === "edit") localStorage.removeItem(`draft ${asked.unit} ${asked.body.side}`);
    if (answer.stale) await reload(`u${answer.look}`);
    else {
      const rows = [...$("rows").children];
      rows.slice(answer.first, answer.first + answer.removed).forEach((row) => row.remove());
      $("rows").insertBefore(parse(answer.html), $("rows").children[answer.first] || null);
      tell(answer);
      renumber();
      choose(document.getElementById(`u${answer.look}`));
    }
    if (asked.verb === "accept" || asked.verb === "reject") onward();
  };
  const decide = (verb, row, body = {}) => {
    if (!reviewer.value.trim()) {
      say("Say who you are first.");
      reviewer.focus();
      return;
    }
    const nonce = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0"));
    const on = row ? { pair: here, unit: row.dataset.unit, seen: row.dataset.seen } : {};
    keep([...waiting(), { verb, reviewer: reviewer.value, nonce: nonce.join(""), body, ...on }]);
    send();
  };

  // One dialog asks for a text, or for the places of a split.
  const dialog = $("dialog");
  let answered = null, draft = "";
  const ask = (title, fields, then) => {
    $("asked").textContent = title;
    ["first", "second"].forEach((id, at) => {
      const field = fields[at];
      $(`${id}-label`).textContent = field?.label || "";
      $(id).value = field?.text || "";
      $(id).lang = field?.lang || "";
      $(id).readOnly = Boolean(field?.fixed);
    });
    $("second-row").hidden = fields.length < 2;
    answered = then;
    dialog.showModal();
    $("first").focus();
  };
  const save = () => {
    if (!dialog.open) return;
    dialog.close();
    answered?.();
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
      draft = `draft ${row.dataset.unit} ${data.side}`; // until the server has it: it may refuse the edit
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
      const place = (id) => [...$(id).value.slice(0, $(id).selectionStart)].length;
      ask("Split", fields, () => decide("split", row, { en: place("first"), fr: place("second") }));
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
  const whole = {
    u: () => decide("undo"),
    i: () => decide("redo"),
    n: () => {
      if (!worst() && document.body.dataset.next) location.href = document.body.dataset.next;
      else onward();
    },
    x: () => current()?.querySelector(".dismiss")?.click(),
  };
  for (const [id, key] of [["undo", "u"], ["redo", "i"], ["next", "n"], ["dismiss-worst", "x"]]) {
    $(id).addEventListener("click", whole[key]);
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.matches("input, textarea")) return;
    if (whole[event.key]) whole[event.key]();
    else {
      const button = current()?.querySelector(`.keys-of button[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
      if (!button) return;
      act(current(), button.dataset.verb, button.dataset);
    }
    event.preventDefault();
  });
  // Another tab or reviewer may have decided meanwhile.
  addEventListener("focus", async () => {
    const answer = await fetch(`${up}version`).then((found) => found.json()).catch(() => null);
    if (answer && answer.version !== version && !dialog.open) await reload(current()?.id);
  });
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named) choose(named);
  else onward();
  send();
})();
