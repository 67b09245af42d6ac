// The lever under the hand: what a fund comes to at the place of its slider, between the places that were worked out, and
// that in words. Headline and cards show it at every frame until the run answers. One for all scripts of the page.

/** @type {Hand} */
const hand = (window.sifundHand ??= {
  data: null,
  key: null,
  at: 0,
  moving: false,
  draws: {},

  take(data) {
    this.data = data;
    this.draw();
  },

  move(key, of, at) {
    Object.assign(this, {key, of, at, moving: true});
    clearTimeout(this.later);
    if (window.sifundKey) this.later = setTimeout(() => this.draw(), 1); // a key lets go at once: that is sent first
    else this.draw();
  },

  sent() {
    this.moving = false;
    if (!line.waits(String(this.key))) this.rest();
  },

  heard() {
    if (this.key && !this.moving && !line.waits(this.key)) this.rest();
  },

  rest() {
    this.key = null;
    this.moving = false;
    this.draw();
  },

  draw() {
    for (const draw of Object.values(this.draws)) draw();
  },

  lever() {
    const lever = this.key && this.data ? this.data.levers[this.key] : null;
    return lever && lever.of === this.of ? lever : null;
  },
});

/** Places on both sides of one that were worked out; the same twice where it was itself. @param {number[]} known @param {number} at */
const beside = (known, at) => {
  const after = known.findIndex((place) => place >= at);
  return known[after] === at || after < 1 ? [Math.max(after, 0), Math.max(after, 0)] : [after - 1, after];
};

/**
 * A fund's years with a lever at a place; amounts in yuan.
 * @param {HandData} data @param {HandLever} lever @param {number} at
 * @returns {Row}
 */
const rowAt = (data, lever, at) => {
  const [before, after] = beside(lever.at, at);
  const span = lever.at[after] - lever.at[before];
  const part = span ? (at - lever.at[before]) / span : 0;
  /** @param {number[][]} gaps @param {number[]} base */
  const amounts = (gaps, base) => base.map((amount, year) => 1000 * (amount + gaps[before][year] + part * (gaps[after][year] - gaps[before][year])));
  return {
    spending: amounts(lever.spending, data.spending),
    closing: lever.closing && data.closing ? amounts(lever.closing, data.closing) : null,
  };
};

/** @param {HandData} data @returns {Row} */
const baseline = (data) => ({spending: data.spending.map((x) => 1000 * x), closing: data.closing?.map((x) => 1000 * x) ?? null});

/** A figure of a year; income is less the opening balance, and so a difference only. @param {Row} row @param {Of} of @param {number} year */
const figure = ({spending, closing}, of, year) => {
  if (of === 'spending') return spending[year];
  if (!closing) return NaN;
  if (of === 'closing') return closing[year];
  if (of === 'income') return closing[year] - (year ? closing[year - 1] : 0) + spending[year];
  return spending[year] > 0 ? (12 * closing[year]) / spending[year] : Infinity;
};

const NEAR = 0.005; // months: how far off a cover between two places may be

/**
 * The first year below the floor that the baseline keeps; two where the cover is too near to the floor to tell.
 * @param {HandData} data @param {Row} row
 */
const belowFrom = (data, row) => {
  const base = baseline(data);
  const years = [data.floor - NEAR, data.floor + NEAR].map((floor) => data.years.find((_, year) =>
    figure(row, 'cover', year) < floor && figure(base, 'cover', year) >= data.floor));
  return years.filter((year) => year !== undefined);
};

// --- in words: as `declare/unit.py` writes them ------------------------------------------------------------------------

const HALF_FEN = 0.005;
/** @type {Intl.NumberFormat[]} */
const formats = [];

/** @param {number} value @param {number} places @param {boolean} [signed] */
const digits = (value, places, signed) => {
  const format = (formats[places] ??= new Intl.NumberFormat('en-US', {minimumFractionDigits: places, maximumFractionDigits: places}));
  const rounded = Number(Math.abs(value).toFixed(places));
  return (rounded && value < 0 ? '−' : signed && rounded ? '+' : '') + format.format(rounded);
};

/** Decimals of an amount in 万元. @param {number} yuan */
const fit = (yuan) => (Math.abs(yuan) >= 9999500 || Math.round(Math.abs(yuan)) % 10000 === 0 ? 0 : 1);

/** An amount without its unit. @param {Money} money @param {number} yuan @param {boolean} [signed] */
const number = (money, yuan, signed) => {
  if (signed && Math.abs(yuan) < HALF_FEN) return '±0';
  const small = Math.abs(yuan) < 10000;
  const text = digits(yuan / money.size, (small ? 4 : fit(yuan)) + money.more, signed);
  return small && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};

/** An amount with its unit. @param {Money} money @param {number} yuan @param {boolean} [signed] */
const amount = (money, yuan, signed) => {
  if (Math.abs(yuan) >= 10000) return number(money, yuan, signed) + money.wan;
  return (signed && Math.abs(yuan) < HALF_FEN ? '±0' : digits(yuan, 0, signed)) + money.yuan;
};

/** @param {string} text @param {Record<string, string>} parts */
const fill = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

/** @param {HandWords} words @param {number} cover @param {string} text */
const monthsWords = (words, cover, text) => {
  if (!Number.isFinite(cover)) return words.none;
  return cover < -1e-9 ? words.gone : fill(text, {value: digits(cover, 1)});
};

/** @param {HandWords} words @param {number} before @param {number} gap */
const shareWords = (words, before, gap) => {
  if (!before) return '';
  const percent = (100 * gap) / before;
  return fill(words.share, {share: Math.abs(percent) < 0.05 ? words.under : `${digits(percent, 1, true)}%`});
};

/** A piece of what is said. @param {HandData} data @param {Row} row @param {Piece} piece */
const say = (data, row, {moved, level, of, year}) => {
  if (!of) return moved;
  const {words, money} = data;
  const [before, after] = [baseline(data), row].map((one) => figure(one, of, year));
  const [stood, cover] = [baseline(data), row].map((one) => figure(one, 'cover', year));
  const gap = after - before;
  return fill(level !== null && Math.abs(gap) < HALF_FEN ? level : moved, {
    amount: amount(money, after), gap: amount(money, gap, true), share: shareWords(words, before, gap),
    months: monthsWords(words, cover, words.months), before: monthsWords(words, stood, words.before),
  });
};

/** Where the floor is passed. @param {HandData} data @param {Row} row */
const belowWords = (data, row) => {
  const years = row.closing ? belowFrom(data, row) : [];
  if (!years.length) return '';
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const both = first === last ? String(first) : fill(data.words.span, {first: String(first), last: String(last)});
  return fill(data.words.below, {years: fill(data.words.year, {year: both})});
};

/** Whether a place keeps a condition; where none is asked for it does. @param {HandLever} lever @param {Zone['kind']} kind @param {number} at */
const keeps = (lever, kind, at) => {
  const zone = lever.zones.find((one) => one.kind === kind);
  return !zone || zone.runs.some(([first, last]) => first <= at && at <= last);
};

/**
 * What speaks against the value under the hand.
 * @param {HandData} data @param {HandLever} lever @param {number} at
 */
const against = (data, lever, at) => [
  keeps(lever, 'cover', at) ? '' : belowWords(data, rowAt(data, lever, at)),
  keeps(lever, 'law', at) ? '' : data.words.beyond,
  keeps(lever, 'cost', at) ? '' : data.words.dear,
].filter(Boolean);

/** What it does, for the headline or the card. @param {HandData} data @param {HandLever} lever @param {number} at @param {'says' | 'card'} where */
const does = (data, lever, at, where) => {
  const row = rowAt(data, lever, at);
  return data.speech[lever.speech][where].map((piece) => say(data, row, piece));
};
