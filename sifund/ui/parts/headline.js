// Which scenario it is, the answer and four figures, as the run gives them, and what stands beside them; and the same of the
// value under the hand, which is never printed.

/** @param {string} kind */
const boxOf = (kind) => {
  const parts = {
    name: make('dt'), value: make('dd'), unit: make('small'), number: make('span'), change: make('dd', {className: 'change'}),
    beside: make('dd', {className: 'beside'}),
  };
  parts.value.append(parts.number, ' ', parts.unit);
  return {...parts, node: make('div', {className: kind}, parts.name, parts.value, parts.change, parts.beside)};
};

class Headline {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.data = /** @type {HeadlineData | null} */ (null);
    this.says = make('p', {className: 'answer', role: 'status'});
    this.figures = make('dl', {className: 'figures'});
    this.boxes = /** @type {ReturnType<typeof boxOf>[]} */ ([]);
    this.about = make('p', {className: 'answer strong'});
    this.moved = make('dl', {className: 'figures'});
    this.movedBoxes = /** @type {ReturnType<typeof boxOf>[]} */ ([]);
    const exact = make('div', {className: 'exact'}, this.says, this.figures);
    const about = make('div', {className: 'about'}, this.about, this.moved);
    about.ariaHidden = 'true'; // the slider says its value; the answer is heard when the run gives it
    root.replaceChildren(exact, about);
  }

  /** @param {HeadlineData} data */
  update(data) {
    this.data = data;
    show(this.says, data.says);
    this.says.classList.toggle('strong', data.strong);
    if (this.boxes.length !== data.boxes.length) {
      [this.boxes, this.movedBoxes] = [data.boxes.map(() => boxOf('')), data.boxes.map(() => boxOf(''))];
      this.figures.replaceChildren(...this.boxes.map((box) => box.node));
      this.moved.replaceChildren(...this.movedBoxes.map((box) => box.node));
    }
    data.boxes.forEach((box, at) => this.draw(this.boxes[at], {...box, name: `${box.year} · ${box.name}`}));
    this.follow();
  }

  /** @param {ReturnType<typeof boxOf>} nodes @param {Pick<Box, 'name' | 'value' | 'unit' | 'change' | 'beside'>} box */
  draw(nodes, {name, value, unit, change, beside}) {
    nodes.name.textContent = name;
    nodes.number.textContent = value;
    nodes.unit.textContent = unit;
    show(nodes.change, change);
    nodes.beside.textContent = beside;
  }

  /** What the value under the hand gives, if there is one. */
  follow() {
    const [lever, data] = [hand.lever(), hand.data];
    this.root.classList.toggle('moving', Boolean(lever));
    if (!lever || !data || !this.data) return;
    const [says, but] = [does(data, lever, hand.at, 'says').join(''), against(data, lever, hand.at)];
    this.about.textContent = fill(data.words.about, {says: says + (but.length ? fill(data.words.stop, {says: upper(but.join(data.words.comma))}) : '')});
    const row = rowAt(data, lever, hand.at);
    this.data.boxes.forEach((box, at) => this.draw(this.movedBoxes[at], this.box(data, lever, row, box)));
  }

  /** @param {HandData} data @param {HandLever} lever @param {Row} row @param {Box} box */
  box(data, lever, row, {of, last, name, column, stood}) {
    const {words, money} = data;
    const year = last ? data.years.length - 1 : lever.first;
    const [before, after] = [baseline(data), row].map((one) => figure(one, of, year));
    /** @param {number} value */
    const write = (value) => {
      if (of !== 'cover') return Number.isFinite(value) ? number(money, value) : words.dash;
      return !Number.isFinite(value) ? words.dash : value < -1e-9 ? words.exhausted : digits(value, 1);
    };
    const gone = of === 'cover' && (before < -1e-9 || after < -1e-9);
    const gap = after - before;
    const change = !Number.isFinite(gap) || gone ? '' : of === 'cover' ? gapWords(gap) : number(money, gap, true);
    return {
      name: `${data.years[year]} · ${name}`, value: `≈ ${write(after)}`, unit: of === 'cover' && after < -1e-9 ? '' : column, change,
      beside: fill(stood, {value: write(before)}),
    };
  }
}

/** A sentence begins with a capital. @param {string} text */
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A difference of months with the decimals it takes to be seen. @param {number} gap */
const gapWords = (gap) => {
  if (Math.abs(gap) < HALF_FEN) return '±0';
  return digits(gap, [1, 2].find((places) => Number(gap.toFixed(places))) ?? 1, true);
};

/** Which scenario the page shows. @param {Element} node @param {Which} which */
const name = (node, {title, name, state}) => {
  node.setAttribute('title', title);
  node.replaceChildren(make('strong', {textContent: name}), ' ', make('span', {textContent: state}));
};

/** How high what stays in sight above is: what sticks below it starts there. @param {Element} kept */
const measure = (kept) =>
  new ResizeObserver(() => document.documentElement.style.setProperty('--sifund-kept-height', `${kept.clientHeight}px`)).observe(kept);

class Head {
  /** @param {ParentNode} root */
  constructor(root) {
    const [which, headline, remarks] = ['.which', '.headline', '.remarks'].map((part) => /** @type {Element} */ (root.querySelector(part)));
    this.which = which;
    this.headline = new Headline(headline);
    this.remarks = new Remarks(remarks);
    measure(headline);
  }

  /** @param {HeadlineData} data */
  update(data) {
    name(this.which, data.which);
    this.headline.update(data);
    this.remarks.update(data.remarks);
  }
}

/** @type {WeakMap<ParentNode, Head>} */
const heads = new WeakMap();

/** @param {Component<HeadlineData>} component */
export default ({data, parentElement}) => {
  const head = heads.get(parentElement) ?? new Head(parentElement);
  heads.set(parentElement, head);
  hand.draws.headline = () => head.headline.follow();
  line.hear(data.heard);
  head.update(data);
  hand.heard();
};
