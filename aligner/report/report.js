"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const tools = document.querySelector(".tools");
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((it) => (it.open = true)));
  if (!tools) return;
  tools.hidden = false;
  const room = () => { document.documentElement.style.scrollPaddingTop = `${tools.offsetHeight + 8}px`; };
  addEventListener("resize", room);
  room();

  // Accents and case do not matter to a search: "evenement" finds "Événement".
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
  const read = () => [...document.querySelectorAll(".pair")].map((element) => ({
    element,
    segments: [...element.querySelectorAll(":scope > ol > li")].map((element) => ({ element, text: "" })),
  }));
  let pairs = read();
  const find = $("find"), least = $("least"), doubtful = $("doubtful"), severity = $("severity"), kind = $("kind");

  const fits = (segment, words) => {
    const { classList, dataset } = segment.element;
    if (Number(dataset.confidence) < Number(least.value)) return false;
    if (severity.value && !severity.value.split(" ").includes(dataset.worst)) return false;
    if (kind.value && !(dataset.kinds || "").split(" ").includes(kind.value)) return false;
    if (doubtful.checked && !classList.contains("doubtful")) return false;
    if (!words) return true;
    segment.text ||= fold(segment.element.textContent);
    return segment.text.includes(words);
  };

  // Marks what was searched for without touching the page's elements, where the browser can.
  const paint = (words) => {
    if (!CSS.highlights) return;
    const ranges = [];
    const cells = words ? document.querySelectorAll("ol > li:not([hidden]) :is(.en, .fr) > p") : [];
    for (const cell of cells) {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode, text = fold(node.data);
        if (text.length !== node.length) continue; // offsets would not hold
        for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + words.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  const filter = () => {
    const words = fold(find.value.trim());
    let shown = 0;
    for (const pair of pairs) {
      let here = 0;
      for (const segment of pair.segments) {
        const show = fits(segment, words);
        segment.element.hidden = !show;
        here += show;
      }
      pair.element.hidden = !here;
      shown += here;
    }
    $("shown").textContent = shown.toLocaleString("en");
    $("least-shown").textContent = Number(least.value).toFixed(2).replace(/\.?0+$/, "");
    paint(words);
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  };
  for (const input of [find, least, doubtful, severity, kind]) input.addEventListener("input", soon);

  let current = null;
  const choose = (element) => {
    current?.classList.remove("current");
    current = element;
    current.classList.add("current");
    current.scrollIntoView({ block: "nearest" });
    current.querySelector(".number").focus({ preventScroll: true });
  };
  // The review changes rows and says which is next.
  document.addEventListener("rows", () => {
    pairs = read();
    filter();
  });
  document.addEventListener("choose", (event) => choose(event.detail));
  const go = (step) => {
    const shown = [...document.querySelectorAll(".pair:not([hidden]) > ol > li:not([hidden])")];
    if (!shown.length) return;
    const at = shown.indexOf(current);
    // From nowhere, or from a segment that a filter hid, begin with the first one in sight.
    const first = Math.max(0, shown.findIndex((element) => element.getBoundingClientRect().bottom > tools.offsetHeight));
    const next = at < 0 ? first : Math.min(shown.length - 1, Math.max(0, at + step));
    choose(shown[next]);
  };

  // The word under the pointer, or under a finger, and what the other side says for it.
  const placeOf = (cell, node, offset) => {
    const range = new Range();
    range.setStart(cell, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  };
  const rangeOf = (cell, [start, end]) => {
    const range = new Range(), walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    let at = 0, begun = false;
    while (walker.nextNode()) {
      const node = walker.currentNode, next = at + node.length;
      if (!begun && start < next) begun = range.setStart(node, start - at) === undefined;
      if (end <= next) {
        range.setEnd(node, end - at);
        return range;
      }
      at = next;
    }
    return range;
  };
  // A reason lights what it rests on.
  const lightReason = (note) => {
    const row = note.closest(".pair > ol > li"), ranges = [];
    for (const spot of note.dataset.spots.split(" ")) {
      const [side, span] = spot.split(":");
      ranges.push(rangeOf(row.querySelector(`.${side} > p`), span.split("-").map(Number)));
    }
    CSS.highlights.set("lit", new Highlight(...ranges));
  };
  const light = (event) => {
    const note = event.target.closest?.("[data-spots]");
    if (note) return lightReason(note);
    const cell = event.target.closest?.(":is(.en, .fr) > p[title]"), row = cell?.closest("li[data-links]");
    if (!row) return CSS.highlights.delete("lit");
    const spot = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const caret = spot ? [spot.offsetNode, spot.offset] : null;
    const old = caret ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const [node, offset] = caret || (old ? [old.startContainer, old.startOffset] : []);
    if (!node || !cell.contains(node)) return CSS.highlights.delete("lit");
    const place = placeOf(cell, node, offset), side = cell.parentElement.classList.contains("en") ? 0 : 1;
    const cells = [".en > p", ".fr > p"].map((path) => row.querySelector(path)), ranges = [];
    for (const link of row.dataset.links.split(" ")) {
      const spans = link.split(":").map((span) => span.split("-").map(Number));
      if (spans[side][0] <= place && place <= spans[side][1]) {
        ranges.push(...spans.map((span, at) => rangeOf(cells[at], span)));
        break;
      }
    }
    CSS.highlights.set("lit", new Highlight(...ranges));
  };
  if (CSS.highlights) for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, light);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") document.activeElement.blur();
    if (event.target.matches("input:not([type=range], [type=checkbox]), textarea, select")) return;
    if (event.key === "/") find.focus();
    else if (event.key === "o" && current?.querySelector(".why")) current.querySelector(".why").open ^= true;
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else return;
    event.preventDefault();
  });
  filter();
})();
