// A lever's card: the control of its value, and all that is said of it. What is typed goes back as text.

/** @typedef {{node: HTMLElement}} Control */
/** @typedef {Events['set']['steps']} Typed */

class Card {
  /** @param {Words} words @param {(steps: Typed) => number} send @param {() => void} add @param {(typed: string[]) => void} spell */
  constructor(words, send, add, spell) {
    this.words = words;
    this.text = '';
    this.sent = 0; // the number of the event that is not answered
    this.control = /** @type {Control} */ ({node: make('div')});
    /** @param {Typed} steps */
    this.send = (steps) => {
      this.sent = send(steps);
    };
    this.name = make('h3', {id: `name-${Math.random().toString(36).slice(2)}`});
    this.unit = make('span', {className: 'unit'});
    this.undo = button('↺', () => this.reset());
    this.more = button('', add);
    this.error = make('p', {className: 'error', role: 'alert', hidden: true});
    this.force = make('summary');
    this.why = make('ul');
    this.paths = make('dl', {className: 'paths'});
    this.since = make('p');
    this.waits = make('p');
    this.alone = make('p');
    this.latest = make('p');
    this.line = make('span', {className: 'line'});
    this.line.ariaHidden = 'true';
    this.about = make('p', {className: 'about', hidden: true});
    this.about.ariaHidden = 'true';
    this.key = '';
    this.alerts = make('ul', {className: 'alerts'});
    this.notes = make('ul', {className: 'notes'});
    this.brief = make('summary');
    this.spell = new Spell(spell, (box) => this.reads(box, () => undefined));
    this.does = make('details', {className: 'does'}, this.brief, this.since, this.waits, this.alone, this.latest, this.alerts, this.notes);
    this.heading = make('div', {}, this.name, this.unit);
    this.node = make('section', {},
      make('header', {}, this.heading, make('div', {}, this.more, this.undo)),
      this.spell.node, this.control.node, this.error, this.about, this.does, make('details', {}, this.force, this.why, this.paths));
    this.node.setAttribute('aria-labelledby', this.name.id);
  }

  /** What a run says that has heard of so many events; another part of the page may know already of a later run. @param {CardData} data @param {Words} words @param {number} heard */
  update(data, words, heard) {
    const text = JSON.stringify([data, words]);
    const answered = this.sent && heard >= this.sent;
    if (text === this.text && !answered) return;
    this.text = text;
    if (answered) this.sent = 0;
    this.words = words;
    this.key = data.key;
    show(this.name, data.name);
    show(this.unit, data.unit);
    show(this.force, data.force);
    list(this.why, data.why);
    this.drawPaths(data.courses);
    show(this.since, data.dated ? data.since : '');
    show(this.waits, data.waits);
    show(this.alone, data.alone);
    show(this.latest, data.latest);
    this.line.replaceChildren(...(data.line ? [sparkline(data.line)] : []));
    show(this.brief, data.brief);
    this.does.hidden = !data.brief;
    this.does.classList.toggle('warns', data.alerts.length > 0);
    list(this.alerts, data.alerts);
    list(this.notes, data.notes);
    this.node.classList.toggle('changed', data.changed);
    this.undo.hidden = !data.changed;
    this.undo.title = this.undo.ariaLabel = `${words.reset} ${data.name}`;
    this.more.hidden = !data.dated;
    this.more.textContent = words.add;
    this.more.ariaLabel = `${words.add}: ${data.name}`;
    this.spell.draw(data.spell);
    this.drawControl(data);
  }

  /** The corridor, and what the value under the hand does. */
  follow() {
    const {data} = hand;
    if (this.control instanceof Slider) this.control.follow(data?.levers[this.key] ?? null, `${this.name.textContent} · ${data?.words.corridor}`);
    const lever = hand.key === this.key ? hand.lever() : null;
    const says = data && lever ? [...does(data, lever, hand.at, 'card'), ...against(data, lever, hand.at)] : [];
    show(this.about, data && says.length ? fill(data.words.about, {says: says.join(' · ')}) : '');
    this.does.hidden = Boolean(lever) || !this.brief.textContent;
  }

  /** Where the paths go: when, and the value then. @param {CardData['courses']} courses */
  drawPaths(courses) {
    this.paths.hidden = !courses.length;
    this.paths.replaceChildren(...courses.flatMap(([name, course]) => [
      make('dt', {textContent: name}),
      make('dd', {}, make('ol', {}, ...course.map(([when, value]) => make('li', {}, make('span', {textContent: when}), value)))),
    ]));
  }

  /** @param {CardData} data */
  drawControl(data) {
    if (data.steps.length > 1) this.as(Table).draw(data, this.words);
    else if (data.options) this.as(Choice).draw(data);
    else this.as(Slider).draw(data);
  }

  /**
   * The control, of that kind.
   * @template {Control} Kind
   * @param {new (card: Card) => Kind} kind
   * @returns {Kind}
   */
  as(kind) {
    if (this.control instanceof kind) return this.control;
    const control = new kind(this);
    this.control.node.replaceWith(control.node);
    if (!(control instanceof Slider)) this.heading.append(this.line); // beneath a slider's track there is room for it
    this.control = control;
    return control;
  }

  reset() {
    this.send([]);
    (this.control.node.querySelector('input') ?? this.node).focus();
  }

  /** Whether a number is refused; then the card says what is allowed. @param {number} value @param {NumberCard} data */
  refuses(value, {min, max, places, unit}) {
    const bad = !Number.isFinite(value) || value < min || value > max;
    show(this.error, bad ? this.allowed({min, max, places, unit}) : '');
    return bad;
  }

  /** @param {Pick<NumberCard, 'min' | 'max' | 'places' | 'unit'>} data */
  allowed({min, max, places, unit}) {
    return `${this.words.allowed} ${write(min, places)}–${write(max, places)}${unit === '%' ? '' : ' '}${unit}`;
  }

  /** A box that says what it cannot read. @param {HTMLInputElement} box @param {() => NumberCard | undefined} data what it is a box of, where that has a range */
  reads(box, data) {
    return reads(box, () => data()?.unit ?? '', (value) => {
      const card = data();
      show(this.error, fill(this.words.unread, {value, allowed: card ? this.allowed(card) : ''}).trim());
    });
  }

  /** @param {string} month */
  refusesMonth(month) {
    const bad = !/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(month);
    show(this.error, bad ? this.words.months : '');
    return bad;
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/** A path by year beside the baseline's and the law's limits; the words for it stand in the card's fold. @param {LineData} line */
const sparkline = ({base, own, limits}) => {
  const [width, height] = [60, 16];
  const all = [...base, ...own, ...limits.flatMap(([, values]) => values)].filter((value) => value !== null);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('viewBox', `-1 -1 ${width + 2} ${height + 2}`);
  /** @type {[string, (number | null)[], string][]} */
  const drawn = [...limits.map(([says, values]) => /** @type {[string, (number | null)[], string]} */ (['limit', values, says])), ['base', base, ''], ['own', own, '']];
  for (const [name, values, says] of drawn) {
    const line = document.createElementNS(SVG, 'polyline');
    const points = values.flatMap((value, year) => {
      if (value === null) return [];
      const x = (width * year) / Math.max(values.length - 1, 1);
      return [`${x.toFixed(1)},${(high > low ? height - (height * (value - low)) / (high - low) : height / 2).toFixed(1)}`];
    });
    line.setAttribute('class', name);
    line.setAttribute('points', points.join(' '));
    if (says) line.append(Object.assign(document.createElementNS(SVG, 'title'), {textContent: says}));
    root.append(line);
  }
  return root;
};
