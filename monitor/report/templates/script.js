// Comfort only: without it the page says and does all the same.
"use strict";
const article = document.querySelector(".article");
const rows = [...article.querySelectorAll(".row:not(.same)")];
const folds = [...article.querySelectorAll("details")];
const unfold = article.querySelector("#unfold");
let at = -1;

function go(step) {
  at = at < 0 ? 0 : (at + step + rows.length) % rows.length;
  rows[at].focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "center" });
}

article.querySelector("#on").addEventListener("click", () => go(1));
article.querySelector("#back").addEventListener("click", () => go(-1));
unfold.addEventListener("click", () => {
  const open = unfold.getAttribute("aria-pressed") === "false";
  unfold.setAttribute("aria-pressed", String(open));
  for (const fold of folds) fold.open = open;
});
unfold.hidden = folds.length === 0;
article.querySelector(".tools").hidden = rows.length === 0;
