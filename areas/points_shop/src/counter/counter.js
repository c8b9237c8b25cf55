// Makes the counter's form quick: − and + change the number in place, totals run along, tabs filter, item numbers can be typed.
// Everything it does the server does too. Points are whole tenths (77.5 points = 775). All sentences come from the form's data-text-…

const form = document.querySelector("form[data-counter]");
const balance = Number(form.dataset.balance);
const code = form.querySelector("input[name=code]");
const all = (selector) => Array.from(form.querySelectorAll(selector));
const one = (selector) => form.querySelector(selector);

const goods = all("[data-good]").map((row) => {
  const buttons = row.querySelectorAll("button[name=step]");
  return {
    row, less: buttons[0], more: buttons[1], input: row.querySelector("input[inputmode]"), gone: "gone" in row.dataset, line: one(`[data-line="${row.dataset.good}"]`),
    price: Number(row.dataset.price), stock: Number(row.dataset.stock), name: row.querySelector("[data-name]").textContent,
  };
});

function points(tenths) {
  const whole = String(Math.floor(tenths / 10)).replace(/\B(?=(\d{3})+$)/g, ",");
  return tenths % 10 ? `${whole}.${tenths % 10}` : whole;
}
function say(key, values) {
  return form.dataset[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
function quantity(good) {
  const typed = good.input.value.trim();
  return /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
}
/** Something stands in the field that is no number of pieces. */
function unreadable(good) {
  return !/^\d{0,3}$/.test(good.input.value.trim());
}

/** Why no further piece of these goods can be added: a sentence, or "" when one can. */
function obstacle(good, left) {
  const n = quantity(good);
  if (unreadable(good)) return say("textUnreadable", {});
  if (good.gone) return say("textGone", {});
  if (n > good.stock) return say("textMore", { n: good.stock });
  if (n > 0 && n === good.stock) return say("textOut", {});
  if (good.price > balance) return say("textShort", { n: points(good.price - balance) });
  if (good.price > left) return say("textOver", { n: points(good.price - Math.max(left, 0)) });
  return good.stock === 0 ? good.row.querySelector("[data-note]").textContent : "";
}

function recount() {
  const total = goods.reduce((sum, good) => sum + good.price * quantity(good), 0);
  const left = balance - total;
  const chosen = goods.filter((good) => quantity(good) > 0);
  for (const good of goods) {
    const n = quantity(good);
    const why = obstacle(good, left);
    const short = good.row.querySelector("[data-short]");
    good.less.disabled = n === 0 && !unreadable(good);
    good.more.disabled = why !== "";
    short.textContent = why;
    short.hidden = why === "";
    good.row.querySelector("[data-note]").hidden = why !== "";
    good.line.hidden = n === 0;
    good.line.querySelector("[data-q]").textContent = n;
    good.line.querySelector("[data-p]").textContent = points(good.price * n);
  }
  one("[data-empty]").hidden = chosen.length > 0;
  one("[data-sum=kinds]").textContent = chosen.length;
  one("[data-sum=items]").textContent = chosen.reduce((sum, good) => sum + quantity(good), 0);
  one("[data-sum=points]").textContent = points(total);
  one("[data-sum=left]").textContent = left < 0 ? "—" : points(left);
  one("[data-sum=over]").textContent = left < 0 ? say("textSumOver", { n: points(-left) }) : "";
  one("[data-next]").disabled = left < 0 || chosen.length === 0 || goods.some((good) => unreadable(good) || quantity(good) > (good.gone ? 0 : good.stock));
}

/** One more or one less, if that is possible. */
function change(good, by) {
  if ((by > 0 ? good.more : good.less).disabled) return false;
  good.input.value = Math.max(quantity(good) + by, 0);
  recount();
  return true;
}
function move(good, by) {
  const seen = goods.filter((other) => !other.row.hidden);
  const next = seen[seen.indexOf(good) + by];
  if (next) { next.input.focus(); next.input.select(); }
}
function filter(tab) {
  for (const link of all("[data-tab]")) {
    if (link === tab) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  }
  const wanted = tab.dataset.tab;
  for (const good of goods) good.row.hidden = wanted !== "all" && good.row.dataset.cats.split(" ").indexOf(wanted) < 0;
  for (const head of all("[data-goods] .cat")) head.hidden = wanted !== "all";
}

for (const good of goods) {
  good.less.addEventListener("click", (event) => { event.preventDefault(); change(good, -1); });
  good.more.addEventListener("click", (event) => { event.preventDefault(); change(good, 1); });
  good.input.addEventListener("input", recount);
  good.input.addEventListener("focus", () => good.input.select());
  good.input.addEventListener("keydown", (event) => {
    const act = { ArrowUp: () => move(good, -1), ArrowDown: () => move(good, 1), Enter: () => move(good, 1),
      "+": () => change(good, 1), "=": () => change(good, 1), "-": () => change(good, -1) }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
}
code.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const typed = code.value.trim();
  const good = goods.find((each) => typed !== "" && Number(each.row.dataset.no) === Number(typed));
  const why = good && good.row.querySelector("[data-short]").textContent;
  if (!good) one("[data-said]").textContent = say("textUnknown", { n: typed });
  else if (change(good, 1)) one("[data-said]").textContent = say("textAdded", { name: good.name, n: quantity(good) });
  else one("[data-said]").textContent = `${good.name} · ${why}`;
  code.select();
});
for (const tab of all("[data-tab]")) tab.addEventListener("click", (event) => { event.preventDefault(); filter(tab); });

filter(one("[data-tab]"));
recount();
