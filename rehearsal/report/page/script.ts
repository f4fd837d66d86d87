/** What the page does beyond showing: theme, search, filter, zoom. Plain JavaScript that every browser of today runs. */
export const script = `
"use strict";
const one = (s) => document.querySelector(s);
const all = (s, of = document) => [...of.querySelectorAll(s)];

const theme = one("#theme");
const themes = ["system", "light", "dark"];
const setTheme = (name) => {
  if (name === "system") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
  theme.textContent = "Theme: " + name;
  theme.dataset.now = name;
};
theme.addEventListener("click", () => setTheme(themes[(themes.indexOf(theme.dataset.now) + 1) % 3]));

const filter = () => {
  const text = one("#finding").value.toLowerCase(), level = one("#level").value;
  let shown = 0;
  for (const row of all("#findings tbody tr")) {
    row.hidden = !((!level || row.dataset.level === level) && row.textContent.toLowerCase().includes(text));
    if (!row.hidden) shown += 1;
  }
  one("#found").textContent = shown + " shown";
};
for (const id of ["#finding", "#level"]) one(id)?.addEventListener("input", filter);

const search = one("#search");
search.addEventListener("input", () => {
  const text = search.value.trim().toLowerCase();
  let hits = 0;
  for (const leaf of all("#tree .leaf")) {
    const hit = !text || leaf.dataset.text.includes(text);
    leaf.hidden = !hit;
    if (hit) hits += 1;
  }
  for (const branch of all("#tree details").reverse()) {
    const any = all(".leaf", branch).some((leaf) => !leaf.hidden);
    branch.hidden = !any;
    branch.open = text ? any : branch.dataset.open === "yes";
  }
  one("#hits").textContent = text ? hits + " resources" : "";
});
one("#unfold").addEventListener("click", () => { for (const branch of all("#tree details")) branch.open = true; });
one("#fold").addEventListener("click", () => { for (const branch of all("#tree details")) branch.open = false; });

const svg = one("#topology");
if (svg) {
  const whole = svg.viewBox.baseVal;
  const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const view = (x, y, width) => {
    const height = width * home.height / home.width;
    svg.setAttribute("viewBox", [x, y, width, height].join(" "));
    svg.dataset.zoom = (home.width / width).toFixed(2);
  };
  const zoom = (by) => {
    const b = svg.viewBox.baseVal, width = Math.min(home.width, Math.max(home.width / 8, b.width / by));
    const x = b.x + (b.width - width) / 2, y = b.y + (b.height - width * home.height / home.width) / 2;
    view(Math.max(0, x), Math.max(0, y), width);
  };
  const move = (dx, dy) => { const b = svg.viewBox.baseVal; view(b.x + dx * b.width, b.y + dy * b.height, b.width); };
  one("#in").addEventListener("click", () => zoom(1.4));
  one("#out").addEventListener("click", () => zoom(1 / 1.4));
  one("#fit").addEventListener("click", () => view(home.x, home.y, home.width));
  svg.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-.1, 0], ArrowRight: [.1, 0], ArrowUp: [0, -.1], ArrowDown: [0, .1] };
    if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") view(home.x, home.y, home.width);
    else if (moves[event.key]) move(...moves[event.key]);
    else return;
    event.preventDefault();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  const choose = (key) => {
    svg.classList.toggle("chosen", Boolean(key));
    for (const arrow of all(".arrow", svg)) arrow.classList.toggle("on", arrow.dataset.from === key || arrow.dataset.to === key);
  };
  for (const node of all(".node", svg)) {
    node.addEventListener("pointerenter", () => choose(node.dataset.key));
    node.addEventListener("pointerleave", () => choose(""));
  }
}
addEventListener("beforeprint", () => { for (const branch of all("details")) branch.open = true; });
`;
