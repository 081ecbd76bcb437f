// Keys of the workbench: J and K walk the rows, Enter opens, N goes to the next doubt. Everything works without.
(() => {
  let doubt = -1;
  const typing = (e) => e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.target.closest("input,textarea,select");
  const walk = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    const now = rows.findIndex((row) => row.classList.contains("cur"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
    if (!next) return;
    rows.forEach((row) => row.classList.toggle("cur", row === next));
    next.querySelector("a").focus();
  };
  const nextDoubt = () => {
    const doubts = [...document.querySelectorAll("[data-doubt]")];
    if (!doubts.length) return;
    doubt = (doubt + 1) % doubts.length;
    doubts.forEach((one, n) => one.classList.toggle("cur", n === doubt));
    (doubts[doubt].querySelector("textarea,a") || doubts[doubt]).focus();
    doubts[doubt].scrollIntoView({ block: "nearest" });
  };
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => {
        button.textContent = button.dataset.done;
      }),
    );
  });
  document.addEventListener("keydown", (e) => {
    if (typing(e)) return;
    if (e.key === "j") walk(1);
    else if (e.key === "k") walk(-1);
    else if (e.key === "n") nextDoubt();
    else return;
    e.preventDefault();
  });
})();
