// The track of a slider: which of its values are lawful, funded and paid for, before it is moved; the same in words and, for
// screen readers, in a table.

/** @type {Record<Zone['kind'], string>} */
const BREACH = {law: 'unlawful', cover: 'unfunded', cost: 'dear'};

class Track {
  constructor() {
    this.drawn = '';
    this.paint = make('div', {className: 'zones'});
    this.ticks = make('div', {className: 'ticks'});
    this.says = make('p', {className: 'says'});
    this.table = make('table');
    this.unseen = make('div', {className: 'unseen'}, this.table);
    this.paint.ariaHidden = this.ticks.ariaHidden = this.says.ariaHidden = 'true';
  }

  /** @param {HandLever | null} lever @param {number} last the last place @param {string} caption */
  draw(lever, last, caption) {
    const text = JSON.stringify([lever?.zones, lever?.ticks, last, caption]);
    if (text === this.drawn) return;
    this.drawn = text;
    const [zones, ticks] = [lever?.zones ?? [], lever?.ticks ?? []];
    this.paint.replaceChildren(...zones.flatMap((zone) => breaches(zone, last).map(([from, to]) => span(BREACH[zone.kind], from, to, last))));
    this.ticks.replaceChildren(...ticks.map((tick) => make('i', {className: tick.kind, title: tick.says, style: /** @type {any} */ (`left: ${(100 * tick.at) / last}%`)})));
    this.says.replaceChildren(...zones.map((zone) => make('span', {}, make('i', {className: BREACH[zone.kind]}), zone.says)));
    const rows = [...zones.map((zone) => [zone.name, zone.ends]), ...ticks.map((tick) => [tick.says, ''])];
    this.table.replaceChildren(make('caption', {textContent: caption}), ...rows.map(([name, says]) =>
      make('tr', {}, make('th', {textContent: name, scope: 'row'}), make('td', {textContent: says}))));
    this.table.hidden = !rows.length;
  }
}

/** The runs of places that do not keep a zone. @param {Zone} zone @param {number} last @returns {[number, number][]} */
const breaches = ({runs}, last) => {
  /** @type {[number, number][]} */
  const found = [];
  let next = 0;
  for (const [first, end] of runs) {
    if (first > next) found.push([next, first - 1]);
    next = end + 1;
  }
  return next <= last ? [...found, [next, last]] : found;
};

/** Half a step to both sides belongs to a place. @param {string} className @param {number} from @param {number} to @param {number} last */
const span = (className, from, to, last) => {
  const [low, high] = [Math.max(from - 0.5, 0), Math.min(to + 0.5, last)].map((at) => (100 * at) / last);
  return make('i', {className, style: /** @type {any} */ (`left: ${low}%; width: ${high - low}%`)});
};
