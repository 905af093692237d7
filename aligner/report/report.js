"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const tools = document.querySelector(".tools");
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((it) => (it.open = true)));
  if (!tools) return;
  tools.hidden = false;

  // Accents and case do not matter to a search: "evenement" finds "Événement".
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
  const pairs = [...document.querySelectorAll(".pair")].map((element) => ({
    element,
    segments: [...element.querySelectorAll("ol > li")].map((element) => ({ element, text: "" })),
  }));
  const find = $("find"), least = $("least"), doubtful = $("doubtful");

  const fits = (segment, words) => {
    const { classList, dataset } = segment.element;
    if (Number(dataset.confidence) < Number(least.value)) return false;
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
  for (const input of [find, least, doubtful]) input.addEventListener("input", soon);

  let current = null;
  const go = (step) => {
    const shown = [...document.querySelectorAll(".pair:not([hidden]) > ol > li:not([hidden])")];
    if (!shown.length) return;
    const at = shown.indexOf(current);
    // From nowhere, or from a segment that a filter hid, begin with the first one in sight.
    const first = Math.max(0, shown.findIndex((element) => element.getBoundingClientRect().bottom > tools.offsetHeight));
    const next = at < 0 ? first : Math.min(shown.length - 1, Math.max(0, at + step));
    current?.classList.remove("current");
    current = shown[next];
    current.classList.add("current");
    current.scrollIntoView({ block: "nearest" });
    current.querySelector(".number").focus({ preventScroll: true });
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") document.activeElement.blur();
    if (event.target.matches("input[type=search]")) return;
    if (event.key === "/") find.focus();
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else return;
    event.preventDefault();
  });
  filter();
})();
