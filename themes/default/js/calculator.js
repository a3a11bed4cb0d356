// Calculators: what a reader types is reckoned in the page as the build has reckoned the example. Nothing is
// kept or sent; without this script the example and the table stand there.
import { decimal, reckon, stairs } from "./formulas.js";

const DAY = 86400000;

// Digits as phones and habits write them: full-width, with commas and spaces.
const plain = (text) => {
  const half = text.replace(/[０-９．，％×]/g, (c) => "0123456789.,%x"["０１２３４５６７８９．，％×".indexOf(c)]);
  return half.trim();
};

function number(text) {
  const digits = plain(text).replace(/[,\s%元期日]/g, "");
  return /^\d+(\.\d*)?$|^\.\d+$/.test(digits) ? Number(digits) : NaN;
}

function payments(text) {
  const parts = plain(text).replace(/\s*[xX*]\s*/g, "x").split(/[\s,、;；]+/).filter(Boolean);
  const all = [];
  for (const part of parts) {
    const [value, count = "1"] = part.split("x");
    const times = Number(count);
    if (!(Number.isInteger(times) && times > 0 && all.length + times <= 600)) return [NaN];
    for (let n = 0; n < times; n++) all.push(number(value));
  }
  return all.length ? all : [NaN];
}

const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) / DAY : NaN);

// What a field holds, in the formula's own units.
const READ = {
  money: number,
  rate: (text) => number(text) / 100,
  periods: (text) => (Number.isInteger(number(text)) ? number(text) : NaN),
  days: (text) => (Number.isInteger(number(text)) ? number(text) : NaN),
  day,
  payments,
};

const fill = (words, by) => words.replace(/\{(\w+)\}/g, (_, key) => by[key]);
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const limit = (as, n) => (as === "rate" ? `${+(n * 100).toFixed(6)}%` : as === "day" ? iso(n) : String(n));

function start(section) {
  const template = section.querySelector("template");
  if (!template) return;
  template.replaceWith(template.content);
  const told = JSON.parse(section.dataset.calc);
  const fields = [...section.querySelectorAll("[data-in]")];
  const wrong = section.querySelector(".calc-wrong");
  const [path, caption] = [section.querySelector("path"), section.querySelector("figcaption")];
  const money = (n) => told.money.replace("{n}", decimal(n, 2));
  const shown = {
    money,
    rate: (n) => `${decimal(n * 100, 2)}%`,
    day: (n) => fill(told.day, { d: iso(n), w: told.weekdays.split(" ")[new Date(n * DAY).getUTCDay()] }),
  };

  function chart(owed) {
    if (!path) return;
    path.closest("figure").hidden = owed.length < 3;
    if (owed.length < 3) return;
    path.setAttribute("d", stairs(owed));
    const [last, half] = [owed.length - 1, Math.floor(owed.length / 2)];
    const left = (n) => money(Math.max(owed[n], 0));
    const filled = { m: half, n: last, a: left(0), b: left(half), c: left(last) };
    caption.textContent = fill(told.chart, filled);
  }

  function again() {
    const given = { ...told.fixed, rest_days: told.rest_days, year: told.year };
    let fault = "";
    for (const field of fields) {
      const { in: name, as } = field.dataset;
      const [least, most] = told.ranges[name];
      const value = READ[as](field.value);
      const fine = [].concat(value).every((n) => n >= least && n <= most);
      field.setAttribute("aria-invalid", String(!fine));
      if (!fine && !fault) {
        const filled = { what: field.previousElementSibling.firstChild.textContent.trim(), a: limit(as, least), b: limit(as, most) };
        fault = fill(told.wrong, filled);
      }
      given[name] = value;
    }
    const found = fault ? null : reckon(told.formula, given);
    wrong.textContent = fault || (found ? "" : told.contradict);
    for (const out of section.querySelectorAll("[data-out]")) {
      const value = found ? found[out.dataset.out] : undefined;
      out.textContent = value === undefined ? "—" : value === null ? told.none : shown[out.dataset.as](value);
    }
    if (found) chart(found.owed);
  }

  // Heard when the typing rests.
  let timer;
  section.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(again, 400);
  });
  section.querySelector(".calc-given").hidden = true;
}

document.querySelectorAll("[data-calc]").forEach(start);

// For `mingbai test`, which holds this to the program.
export const calculate = reckon;
