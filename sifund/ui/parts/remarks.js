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

class Remarks {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.row = /** @type {Remark[]} */ ([]);
  }

  /** @param {RemarkData[]} remarks */
  update(remarks) {
    if (!this.row.length) {
      this.row = remarks.map(() => new Remark());
      this.root.replaceChildren(...this.row.map((remark) => remark.node));
    }
    remarks.forEach((remark, at) => this.row[at].update(remark));
  }
}
