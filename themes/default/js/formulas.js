// What calculators reckon by: the twin of src/model/formula.rs, in the same steps. Both are held to the
// table in tests/calculators. Knows numbers only; what a year has, it is told.

const sum = (numbers) => numbers.reduce((all, n) => all + n, 0);
const times = (n, value) => Array.from({ length: n }, () => value);

// What payments at the end of each month are worth today.
const worth = (payments, monthly) => payments.reduceRight((all, n) => (all + n) / (1 + monthly), 0);

// The monthly rate at which the payments are worth what was received; none where less is paid.
function rateOf(received, payments) {
  const paid = sum(payments);
  if (Math.abs(paid - received) < 1e-6) return 0;
  if (paid < received) return null;
  let low = 0;
  let high = 1;
  while (worth(payments, high) > received) {
    high *= 2;
    if (high > 1e6) return null;
  }
  for (let n = 0; n < 100; n++) {
    const middle = (low + high) / 2;
    if (worth(payments, middle) > received) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function grown(monthly, months) {
  let all = 1;
  for (let n = 0; n < months; n++) all *= 1 + monthly;
  return all;
}

// The rate of a year: the months' rates added, and each charged on those before it.
function years(monthly, year) {
  if (monthly === null) return { simple: null, effective: null };
  return { simple: monthly * year[0], effective: grown(monthly, year[0]) - 1 };
}

function equalPayment(amount, monthly, n) {
  const all = grown(monthly, n);
  return all === 1 ? amount / n : (amount * monthly * all) / (all - 1);
}

// What is owed at the start and after each payment.
function leftAfter(amount, monthly, payments) {
  const owed = [amount];
  for (const payment of payments) owed.push(owed[owed.length - 1] * (1 + monthly) - payment);
  return owed;
}

const flatPayment = ({ amount, fee, periods }) => amount / periods + amount * fee;
const flatLeft = ({ amount, periods }, paid) => (amount * Math.max(periods - paid, 0)) / periods;
const flatOwed = (given) => Array.from({ length: given.periods + 1 }, (_, n) => flatLeft(given, n));

// A plan that ends on the day of a payment; none that has ended before.
function settled(given, payment, rest, left, fees, owed) {
  const { amount, paid, periods, charged = 0, penalty, year } = given;
  if (paid >= periods) return null;
  const before = left + charged * fees;
  const settle = before + penalty * left;
  const payments = times(paid, payment);
  payments[paid - 1] += settle;
  const even = (rest - before) / left;
  const rates = years(rateOf(amount, payments), year);
  return { left, rest, settle, saved: rest - settle, even, ...rates, owed };
}

const FORMULAS = {
  "flat-fee-equal-principal": (given) => {
    const { amount, periods, year } = given;
    const payment = flatPayment(given);
    const total = payment * periods;
    const rates = years(rateOf(amount, times(periods, payment)), year);
    return { payment, total, cost: total - amount, ...rates, owed: flatOwed(given) };
  },
  "cashflows-irr": ({ received, payments, year }) => {
    const total = sum(payments);
    const monthly = rateOf(received, payments);
    const owed = monthly === null ? [] : leftAfter(received, monthly, payments);
    return { total, cost: total - received, ...years(monthly, year), owed };
  },
  "daily-rate-to-annual": ({ daily, year }) => {
    return { year_360: daily * year[1], year_365: daily * year[2], owed: [] };
  },
  "early-settlement": (given) => {
    const { amount, monthly, periods, paid } = given;
    const payment = equalPayment(amount, monthly, periods);
    const owed = leftAfter(amount, monthly, times(periods, payment));
    return settled(given, payment, (periods - paid) * payment, owed[paid], 0, owed);
  },
  "early-settlement-flat-fee": (given) => {
    const left = flatLeft(given, given.paid);
    const fees = (given.periods - given.paid) * (given.amount * given.fee);
    return settled(given, flatPayment(given), left + fees, left, fees, flatOwed(given));
  },
  "equal-payment-plan": ({ amount, monthly, periods, year }) => {
    const payment = equalPayment(amount, monthly, periods);
    const total = payment * periods;
    const owed = leftAfter(amount, monthly, times(periods, payment));
    return { payment, total, cost: total - amount, ...years(monthly, year), owed };
  },
  "plan-cost": ({ owed, payment, periods, year }) => {
    const total = payment * periods;
    const rates = years(rateOf(owed, times(periods, payment)), year);
    const still = Array.from({ length: periods + 1 }, (_, n) => payment * (periods - n));
    return { total, cost: total - owed, ...rates, owed: still };
  },
  "judgment-interest": ({ owed, daily, days }) => ({ interest: owed * daily * days, owed: [] }),
  "period-days": ({ start, days, rest_days = [] }) => {
    const counted = start + days;
    let last = counted;
    while (rest_days.includes(last)) last += 1;
    return { first: start + 1, counted, last, owed: [] };
  },
};

// What follows from these numbers, which are in their ranges; null where they contradict one another.
export function reckon(formula, given) {
  return FORMULAS[formula](given);
}

// A number with so many decimals and a comma after each thousand, halves rounded up.
export function decimal(number, places) {
  let scale = 1;
  for (let n = 0; n < places; n++) scale *= 10;
  const rounded = Math.floor(Math.abs(number) * scale + 0.5);
  const digits = String(rounded).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const parts = places > 0 ? "." + digits.slice(-places) : "";
  return (number < 0 && rounded > 0 ? "−" : "") + whole + parts;
}

const rounded = (number) => Math.floor(number + 0.5);

// The stairs of a drawing, 320 wide and 96 high, as the data of one path.
export function stairs(values) {
  const most = Math.max(0, ...values);
  const step = 320 / values.length;
  const stair = (value, n) =>
    `V${rounded(96 - (96 * Math.max(value, 0)) / most)}H${rounded(step * (n + 1))}`;
  return `M0 96${most > 0 ? values.map(stair).join("") : ""}V96Z`;
}
