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
  const language = document.documentElement.lang, number = (value) => value.toLocaleString(language);
  const words = (name, values = {}) => $("count").dataset[name].replace(/\{(\w+)\}/g, (_, key) => number(values[key]));
  const all = lines.length < segments ? ` ${words("part", { count: lines.length, total: segments })}` : "";
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
    const sought = fold($("words").value.trim());
    folded ||= lines.map((line) => fold(line.split("\t").slice(3).join("\t")));
    const found = sought ? lines.filter((_, at) => folded[at].includes(sought)) : [];
    $("found").replaceChildren(...found.slice(0, MAX_RESULTS).map(result));
    const name = found.length > MAX_RESULTS ? "shown" : found.length ? "found" : "none";
    $("count").textContent = sought ? words(name, { count: found.length, shown: MAX_RESULTS }) + all : "";
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
