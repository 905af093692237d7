"use strict";
(() => {
  const $ = (id) => document.getElementById(id);

  // Try another threshold: with the slider, by its keys, or by dragging on the histogram.
  const slider = $("threshold");
  if (slider) {
    const graph = document.querySelector(".histogram"), line = $("line"), shown = ["at", "kept", "wrong"].map($);
    const own = { at: shown.map((element) => element.textContent), step: Math.round(100 * slider.value) };
    const [kept, wrong] = [slider.dataset.kept, slider.dataset.wrong].map((row) => row.trim().split(" ").map(Number));
    const show = () => {
      const step = Math.round(100 * slider.value);
      const texts = step === own.step ? own.at
        : [(step / 100).toFixed(2), (kept[step] || 0).toLocaleString("en"), `${(wrong[step] || 0).toFixed(1)} %`];
      shown.forEach((element, index) => (element.textContent = texts[index]));
      line.setAttribute("transform", `translate(${4 * step})`);
      if ($("bound")) [$("bound").hidden, $("unbound").hidden] = [step !== own.step, step === own.step];
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
