"use strict";
(() => {
  const $ = (id) => document.getElementById(id);

  // Try another threshold: with the slider, by its keys, or by dragging on the histogram.
  const slider = $("threshold");
  if (slider) {
    const graph = document.querySelector(".histogram"), line = $("line"), shown = ["at", "kept", "wrong"].map($);
    const own = { at: shown.map((element) => element.textContent), step: Math.round(100 * slider.value) };
    const [kept, wrong] = [slider.dataset.kept, slider.dataset.wrong].map((row) => row.trim().split(" ").map(Number));
    const bounds = (slider.dataset.bound || "").trim().split(" "), bound = $("bound"), unbound = $("unbound");
    const ownBound = bound && bound.textContent;
    const language = document.documentElement.lang;
    const decimal = (value, digits) =>
      value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const showBound = (step) => {
      const isOwn = step === own.step && ownBound, share = Number(bounds[step]);
      bound.hidden = !isOwn && !(bounds[step] && Number.isFinite(share));
      unbound.hidden = !bound.hidden;
      bound.textContent = isOwn ? ownBound : `, ${(slider.dataset.boundText || "").replace("{share}", share.toLocaleString(language))}`;
    };
    const show = () => {
      const step = Math.round(100 * slider.value);
      const texts = step === own.step ? own.at
        : [decimal(step / 100, 2), (kept[step] || 0).toLocaleString(language), `${decimal(wrong[step] || 0, 1)} %`];
      shown.forEach((element, index) => (element.textContent = texts[index]));
      line.setAttribute("transform", `translate(${4 * step})`);
      if (bound) showBound(step);
      slider.setAttribute("aria-valuetext", $("outlook").innerText);
    };
    slider.hidden = false;
    slider.addEventListener("input", show);
    const drag = (event) => {
      if (!event.buttons) return;
      const { left, width } = graph.getBoundingClientRect();
      slider.value = (event.clientX - left) / width;
      show();
      event.preventDefault();
    };
    for (const kind of ["pointerdown", "pointermove"]) graph.addEventListener(kind, drag);
  }
})();
