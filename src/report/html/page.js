"use strict";
(function () {
  const findings = Array.from(document.querySelectorAll(".finding"));
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severity = document.querySelector("input[name=severity]:checked").value;
    let count = 0;
    for (const finding of findings) {
      const text = finding.textContent.toLowerCase();
      const fits = (severity === "all" || finding.dataset.severity === severity) && words.every((word) => text.includes(word));
      finding.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = count === findings.length ? "" : count + " of " + findings.length + " shown";
  }
  if (search) {
    search.addEventListener("input", apply);
    for (const radio of document.querySelectorAll("input[name=severity]")) radio.addEventListener("change", apply);
    document.getElementById("open").addEventListener("click", () => findings.forEach((f) => { f.open = true; }));
    document.getElementById("close").addEventListener("click", () => findings.forEach((f) => { f.open = false; }));
  }
  // A link to a finding opens it.
  function follow() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") target.open = true;
  }
  window.addEventListener("hashchange", follow);
  follow();
})();
