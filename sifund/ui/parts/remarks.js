// What stands beside the figures, each kind behind one line that opens in place: it stays open, and keeps the focus, when
// its words change.

class Remark {
  constructor() {
    this.title = make('summary');
    this.about = make('p');
    this.says = make('ul');
    this.node = make('details', {}, this.title, this.about, this.says);
  }

  /** @param {RemarkData} data */
  update({kind, title, about, says}) {
    this.node.className = kind;
    this.node.hidden = !says.length;
    show(this.title, title);
    show(this.about, about);
    this.says.replaceChildren(...says.map(([name, rest]) => make('li', {}, make('strong', {textContent: name}), rest)));
  }
}

/** How high what stays in sight above is: what sticks below it starts there. */
const measure = () => {
  const kept = document.querySelector('.st-key-headline');
  if (kept) new ResizeObserver(() => document.documentElement.style.setProperty('--sifund-kept-height', `${kept.clientHeight}px`)).observe(kept);
};

/** @type {WeakMap<Element, Remark[]>} */
const rows = new WeakMap();

/** @param {Component<RemarksData>} component */
export default ({data, parentElement}) => {
  const root = /** @type {Element} */ (parentElement.querySelector('.remarks'));
  const row = rows.get(root) ?? data.remarks.map(() => new Remark());
  if (!rows.has(root)) {
    rows.set(root, row);
    root.replaceChildren(...row.map((remark) => remark.node));
    measure();
  }
  data.remarks.forEach((remark, at) => row[at].update(remark));
};
