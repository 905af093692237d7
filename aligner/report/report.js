"use strict";
// Search ignores accents and case: "evenement" finds "Événement".
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
(() => {
  const $ = (id) => document.getElementById(id);
  const tools = document.querySelector(".tools");
  const phone = matchMedia("(max-width: 44rem)");
  if (phone.matches) document.querySelectorAll("details.panel").forEach((details) => (details.open = false));
  const unfold = () => {
    const target = $(location.hash.slice(1));
    if (target?.matches("details")) target.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  if (!tools) return;
  tools.hidden = false;
  const reserveToolbarSpace = () => { document.documentElement.style.scrollPaddingTop = `${tools.offsetHeight + 8}px`; };
  addEventListener("resize", reserveToolbarSpace);
  reserveToolbarSpace();

  const read = () => [...document.querySelectorAll(".pair")].map((element) => ({
    element,
    segments: [...element.querySelectorAll(":scope > ol > li")].map((element) => ({ element, text: "" })),
  }));
  let pairs = read();
  const find = $("find"), least = $("least"), doubtful = $("doubtful"), severity = $("severity"), kind = $("kind");

  const matches = (segment, words) => {
    const { classList, dataset } = segment.element;
    if (Number(dataset.confidence) < Number(least.value)) return false;
    if (severity.value && !severity.value.split(" ").includes(dataset.worst)) return false;
    if (kind.value && !(dataset.kinds || "").split(" ").includes(kind.value)) return false;
    if (doubtful.checked && !classList.contains("doubtful")) return false;
    if (!words) return true;
    segment.text ||= fold(segment.element.textContent);
    return segment.text.includes(words);
  };

  // Highlight the matches of a search without changing the elements, if the browser supports it.
  const highlightMatches = (words) => {
    if (!CSS.highlights) return;
    const ranges = [];
    const cells = words ? document.querySelectorAll("ol > li:not([hidden]) :is(.en, .fr) > p") : [];
    for (const cell of cells) {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode, text = fold(node.data);
        if (text.length !== node.length) continue; // folding changed the offsets
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
      let shownInPair = 0;
      for (const segment of pair.segments) {
        const show = matches(segment, words);
        segment.element.hidden = !show;
        shownInPair += show;
      }
      pair.element.hidden = !shownInPair;
      shown += shownInPair;
    }
    $("shown").textContent = shown.toLocaleString(document.documentElement.lang);
    $("nothing").hidden = shown > 0;
    $("least-shown").textContent = Number(least.value).toFixed(2).replace(/\.?0+$/, "");
    highlightMatches(words);
  };

  let timer = 0;
  const filterSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 80);
  };
  for (const input of [find, least, doubtful, severity, kind]) input.addEventListener("input", filterSoon);

  let current = null;
  const choose = (element) => {
    current?.classList.remove("current");
    current = element;
    current.classList.add("current");
    current.scrollIntoView({ block: "nearest" });
    current.querySelector(".number").focus({ preventScroll: true });
  };
  // The review application changes rows and chooses the next one.
  document.addEventListener("rows", () => {
    pairs = read();
    filter();
  });
  document.addEventListener("choose", (event) => choose(event.detail));
  const moveBy = (step) => {
    const shown = [...document.querySelectorAll(".pair:not([hidden]) > ol > li:not([hidden])")];
    if (!shown.length) return;
    const index = shown.indexOf(current);
    // Without a current segment, or if a filter hid it, begin with the first visible one.
    const first = Math.max(0, shown.findIndex((element) => element.getBoundingClientRect().bottom > tools.offsetHeight));
    const next = index < 0 ? first : Math.min(shown.length - 1, Math.max(0, index + step));
    choose(shown[next]);
  };

  // Highlight the word under the pointer or finger and its translation on the other side.
  const offsetOf = (cell, node, offset) => {
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
  // Highlight the spans that a reason refers to.
  const highlightReason = (note) => {
    const row = note.closest(".pair > ol > li"), ranges = [];
    for (const spot of note.dataset.spots.split(" ")) {
      const [side, span] = spot.split(":");
      ranges.push(rangeOf(row.querySelector(`.${side} > p`), span.split("-").map(Number)));
    }
    CSS.highlights.set("lit", new Highlight(...ranges));
  };
  const highlightLinks = (event) => {
    const note = event.target.closest?.("[data-spots]");
    if (note) return highlightReason(note);
    const cell = event.target.closest?.(":is(.en, .fr) > p[title]"), row = cell?.closest("li[data-links]");
    if (!row) return CSS.highlights.delete("lit");
    const spot = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const caret = spot ? [spot.offsetNode, spot.offset] : null;
    const old = caret ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const [node, offset] = caret || (old ? [old.startContainer, old.startOffset] : []);
    if (!node || !cell.contains(node)) return CSS.highlights.delete("lit");
    const place = offsetOf(cell, node, offset), side = cell.parentElement.classList.contains("en") ? 0 : 1;
    const cells = [".en > p", ".fr > p"].map((path) => row.querySelector(path)), ranges = [];
    for (const link of row.dataset.links.split(" ")) {
      const spans = link.split(":").map((span) => span.split("-").map(Number));
      if (spans[side][0] <= place && place <= spans[side][1]) {
        ranges.push(...spans.map((span, index) => rangeOf(cells[index], span)));
        break;
      }
    }
    CSS.highlights.set("lit", new Highlight(...ranges));
  };
  if (CSS.highlights) for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, highlightLinks);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") document.activeElement.blur();
    if (event.target.matches("input:not([type=range], [type=checkbox]), textarea, select")) return;
    if (event.key === "/") find.focus();
    else if (event.key === "o" && current?.querySelector(".why")) current.querySelector(".why").open ^= true;
    else if (event.key === "j") moveBy(1);
    else if (event.key === "k") moveBy(-1);
    else return;
    event.preventDefault();
  });
  filter();
})();
