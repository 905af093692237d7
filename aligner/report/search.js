"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const MAX_RESULTS = 200; // that are shown

  // The field of the first page leads to the page that has all texts.
  $("everywhere")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") location.href = `report/search.html#${encodeURIComponent(event.target.value)}`;
  });
  // The search of all pages begins with what was searched on one of them.
  for (const link of document.querySelectorAll("a[href='search.html']")) {
    link.addEventListener("click", () => (link.hash = encodeURIComponent($("find").value)));
  }

  const index = $("index");
  if (!index) return;
  const lines = index.textContent.trimEnd().split("\n"), segments = Number(index.dataset.segments);
  const all = lines.length < segments ? ` The first ${lines.length.toLocaleString("en")} of ${segments.toLocaleString("en")} segments are searched.` : "";
  let folded = null;
  const result = (line) => {
    const [page, pair, number, ...texts] = line.split("\t");
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `${page}.html#p${pair}-${number}`;
    link.textContent = `${pair}.${number}`;
    item.append(link);
    texts.forEach((text, side) => {
      const cell = document.createElement("p");
      [cell.lang, cell.textContent] = [["en", "fr"][side], text];
      item.append(cell);
    });
    return item;
  };
  const search = () => {
    const words = fold($("words").value.trim());
    folded ||= lines.map((line) => fold(line.split("\t").slice(3).join("\t")));
    const found = words ? lines.filter((_, at) => folded[at].includes(words)) : [];
    $("found").replaceChildren(...found.slice(0, MAX_RESULTS).map(result));
    const rest = found.length > MAX_RESULTS ? `, the first ${MAX_RESULTS} are shown` : "";
    const count = found.length ? `${found.length.toLocaleString("en")} found${rest}.` : "Nothing found.";
    $("count").textContent = words ? count + all : "";
  };
  let timer = 0;
  $("words").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  const read = () => {
    $("words").value = decodeURIComponent(location.hash.slice(1));
    search();
  };
  addEventListener("hashchange", read);
  read();
  $("words").focus();
})();
