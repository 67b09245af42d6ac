// Lever cards under their toolbar, more of them in a fold. Python sends {on, heard, tools, cards, fold: {name, open, cards},
// words}; a card tells `set` {key, steps: [[month, value], …]} in the units it shows, or `act` {act: ["add", key]}; toolbar
// and fold tell `act` {act: [name, value]}; each with the dataset that it is meant for, `on`. A step is [month, value as
// shown, value in full]; what is not touched goes back in full.

const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
const show = (node, text) => {
  node.textContent = text ?? '';
  node.hidden = !text;
};
const list = (node, lines) => {
  node.replaceChildren(...lines.map((line) => make('li', {textContent: line})));
  node.hidden = !lines.length;
};
const write = (value, places) => (typeof value === 'string' ? value : String(Number(value.toFixed(places))));

class Card {
  constructor(send, add) {
    this.send = (change) => {
      this.sent = true;
      send(change);
    };
    this.name = make('h3', {id: `name-${Math.random().toString(36).slice(2)}`});
    this.unit = make('span', {className: 'unit'});
    this.undo = make('button', {type: 'button', className: 'quiet', textContent: '↺', onclick: () => this.reset()});
    this.more = make('button', {type: 'button', className: 'quiet', onclick: add});
    this.control = make('div', {className: 'control'});
    this.error = make('p', {className: 'error', role: 'alert', hidden: true});
    this.force = make('summary');
    this.why = make('ul');
    this.paths = make('dl', {className: 'paths'});
    this.since = make('p');
    this.waits = make('p');
    this.alone = make('p');
    this.alerts = make('ul', {className: 'alerts'});
    this.notes = make('ul', {className: 'notes'});
    this.node = make('section', {},
      make('header', {}, make('div', {}, this.name, this.unit), make('div', {}, this.more, this.undo)),
      this.control, this.error, make('details', {}, this.force, this.why), this.paths, this.since, this.waits, this.alone, this.alerts, this.notes);
    this.node.setAttribute('aria-labelledby', this.name.id);
  }

  update(card, words) {
    const text = JSON.stringify([card, words]);
    const answered = this.sent && !line.waits(card.key);
    if (text === this.text && !answered) return;
    this.text = text;
    if (answered) this.sent = false;
    [this.card, this.words] = [card, words];
    show(this.name, card.name);
    show(this.unit, card.unit);
    show(this.force, card.force);
    list(this.why, card.why);
    this.drawPaths();
    show(this.since, card.dated && card.since);
    show(this.waits, card.waits);
    show(this.alone, card.alone);
    list(this.alerts, card.alerts);
    list(this.notes, card.notes);
    this.node.classList.toggle('changed', card.changed);
    this.undo.hidden = !card.changed;
    this.undo.title = this.undo.ariaLabel = `${words.reset} ${card.name}`;
    this.more.hidden = !card.dated;
    this.more.textContent = words.add;
    this.more.ariaLabel = `${words.add}: ${card.name}`;
    this.draw();
  }

  // --- where the paths go: when, and the value then ---
  drawPaths() {
    this.paths.hidden = !this.card.courses.length;
    this.paths.replaceChildren(...this.card.courses.flatMap(([name, course]) => [
      make('dt', {textContent: name}),
      make('dd', {}, make('ol', {}, ...course.map(([when, value]) => make('li', {}, make('span', {textContent: when}), value)))),
    ]));
  }

  draw() {
    const kind = this.card.steps.length > 1 ? 'table' : this.card.options ? 'choice' : 'slider';
    if (kind !== this.kind) this.control.replaceChildren();
    this.kind = kind;
    this.control.className = `control ${kind}`;
    this[kind]();
  }

  // --- one value: number box and slider as one ---
  slider() {
    const {card} = this;
    if (!this.control.firstChild) {
      this.box = make('input', {type: 'number', inputMode: 'decimal'});
      this.range = make('input', {type: 'range'});
      this.range.oninput = () => (this.box.value = write(this.inside(this.range.valueAsNumber), this.card.places));
      this.range.onchange = () => this.move(this.inside(this.range.valueAsNumber));
      this.box.oninput = () => (this.typing = true); // an answer to an earlier move leaves what is being typed alone
      this.box.onblur = () => (this.typing = false);
      this.box.onchange = () => {
        this.typing = false;
        this.move(this.box.valueAsNumber);
      };
      this.ends = make('div', {className: 'ends'}, make('span'), make('span'));
      this.control.append(this.box, make('div', {className: 'track'}, this.range, this.ends));
    }
    const down = Math.ceil((card.start - card.low) / card.step - 1e-9);
    const up = Math.ceil((card.high - card.start) / card.step - 1e-9);
    Object.assign(this.range, {min: card.start - down * card.step, max: card.start + up * card.step, step: card.step});
    Object.assign(this.box, {min: card.min, max: card.max, step: card.step});
    this.range.ariaLabel = this.box.ariaLabel = card.name;
    this.ends.firstChild.textContent = write(card.low, card.places);
    this.ends.lastChild.textContent = write(card.high, card.places);
    if (this.sent) return; // an answer to an earlier move does not undo a later one
    if (!this.typing) this.box.value = write(card.value, card.places);
    this.range.value = card.value;
    this.range.ariaValueText = `${this.box.value} ${card.unit}`;
    show(this.error);
  }

  inside(value) {
    return Math.min(Math.max(value, this.card.low), this.card.high);
  }

  wrong(value) {
    const {min, max, places} = this.card;
    const bad = !Number.isFinite(value) || value < min || value > max;
    show(this.error, bad && `${this.words.allowed} ${write(min, places)}–${write(max, places)} ${this.card.unit}`);
    return bad;
  }

  wrongMonth(value) {
    const bad = !/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(value);
    show(this.error, bad && this.words.months);
    return bad;
  }

  move(value) {
    if (this.wrong(value)) return;
    const {key, month, places} = this.card;
    this.range.value = value;
    this.send({key, steps: [[month, write(value, places)]]});
  }

  reset() {
    this.send({key: this.card.key, steps: []});
    (this.control.querySelector('input') ?? this.node).focus();
  }

  // --- a choice ---
  choice() {
    const {card} = this;
    if (this.control.childElementCount !== card.options.length) {
      this.control.setAttribute('role', 'radiogroup');
      this.control.setAttribute('aria-labelledby', this.name.id);
      this.control.replaceChildren(...card.options.map(() => make('label', {}, make('input', {type: 'radio', name: this.name.id}), make('span'))));
    }
    card.options.forEach(([option, name], index) => {
      const [input, label] = this.control.children[index].children;
      input.checked = card.value === option;
      input.onchange = () => this.send({key: card.key, steps: [[card.month, option]]});
      label.textContent = name;
    });
  }

  // --- dated steps ---
  table() {
    const {card, words} = this;
    const focus = this.control.querySelector(':focus')?.dataset.at;
    const titles = [words.month, card.unit || words.value, ''];
    const head = make('tr', {}, ...titles.map((text) => make('th', {textContent: text, scope: 'col'})));
    const rows = card.steps.map(([month, value], row) => {
      const when = make('input', {type: 'text', className: 'month', value: month, placeholder: '2022-01'});
      const amount = card.options
        ? make('select', {}, ...card.options.map(([key, name]) => make('option', {value: key, textContent: name, selected: key === value})))
        : make('input', {type: 'number', min: card.min, max: card.max, step: card.step, value: write(value, card.places)});
      const gone = make('button', {type: 'button', className: 'quiet', textContent: '✕', title: words.remove, hidden: !card.changed && !row});
      Object.assign(when, {ariaLabel: `${card.name}: ${words.month} ${row + 1}`, onchange: () => this.put(row, 0, when.value)});
      Object.assign(amount, {ariaLabel: `${card.name}: ${month}`,
        onchange: () => this.put(row, 1, card.options ? amount.value : amount.valueAsNumber)});
      Object.assign(gone, {ariaLabel: `${words.remove}: ${month}`,
        onclick: () => this.sendSteps(card.steps.filter((_, at) => at !== row))});
      [when, amount, gone].forEach((node, column) => (node.dataset.at = `${row}-${column}`));
      return make('tr', {}, ...[when, amount, gone].map((node) => make('td', {}, node)));
    });
    this.control.replaceChildren(make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)));
    if (focus) this.control.querySelector(`[data-at="${focus}"]`)?.focus();
    show(this.error);
  }

  put(row, column, value) {
    if (column ? !this.card.options && this.wrong(value) : this.wrongMonth(value)) return;
    const change = ([month, shown, full]) => (column ? [month, write(value, this.card.places)] : [value, shown, full]);
    this.sendSteps(this.card.steps.map((step, at) => (at === row ? change(step) : step)));
  }

  sendSteps(steps) {
    this.send({key: this.card.key, steps: steps.map(([month, value, full]) => [month, full ?? value])});
  }
}

class Tools {
  constructor(act) {
    this.act = act;
    this.start = make('div', {className: 'choice'});
    this.start.setAttribute('role', 'radiogroup');
    this.buttons = make('div');
    this.node = make('header', {className: 'tools'}, this.start, this.buttons);
  }

  update({start, buttons}) {
    const names = JSON.stringify([start.label, start.options, buttons.map(([name, text]) => [name, text])]);
    if (names !== this.names) this.build(start, buttons);
    this.names = names;
    [...this.start.querySelectorAll('input')].forEach((input, at) => (input.checked = start.options[at][0] === start.value));
    [...this.buttons.children].forEach((button, at) => (button.disabled = !buttons[at][2]));
  }

  build(start, buttons) {
    this.start.ariaLabel = start.label;
    this.start.replaceChildren(...start.options.map(([value, name]) => {
      const input = make('input', {type: 'radio', name: 'start', onchange: () => this.act(['start', value])});
      return make('label', {}, input, make('span', {textContent: name}));
    }));
    this.buttons.replaceChildren(...buttons.map(([name, text]) =>
      make('button', {type: 'button', className: 'quiet', textContent: text, onclick: () => this.act([name, ''])})));
  }
}

class Fold {
  constructor(act) {
    this.title = make('summary');
    this.node = make('details', {className: 'fold'}, this.title);
    this.node.ontoggle = () => this.node.open !== this.open && act(['fold', this.node.open]);
  }

  update({name, open, cards}, nodes) {
    if (this.open !== open) this.node.open = this.open = open;
    this.title.textContent = name;
    const keys = String(cards.map((card) => card.key));
    if (this.keys !== keys) this.node.replaceChildren(this.title, ...nodes);
    this.keys = keys;
  }
}

const shown = new WeakMap();

export default function ({data, parentElement, setTriggerValue}) {
  const page = shown.get(parentElement) ?? {cards: new Map(), root: parentElement.querySelector('.levers')};
  shown.set(parentElement, page);
  line.hear(data.heard);
  page.say = (what, value) => line.say(what, {on: data.on, ...value}, (events) => setTriggerValue('said', events));
  page.tools ??= new Tools((act) => page.say('act', {act}));
  page.tools.update(data.tools);
  const draw = (cards) => cards.map((card) => {
    const found = page.cards.get(card.key) ?? new Card((change) => page.say('set', change), () => page.say('act', {act: ['add', card.key]}));
    page.cards.set(card.key, found);
    found.update(card, data.words);
    return found.node;
  });
  const nodes = draw(data.cards);
  if (data.fold) {
    page.fold ??= new Fold((act) => page.say('act', {act}));
    page.fold.update(data.fold, draw(data.fold.cards));
  }
  const keys = String(data.cards.map((card) => card.key));
  if (page.keys !== keys) page.root.replaceChildren(page.tools.node, ...nodes, ...(page.fold ? [page.fold.node] : []));
  page.keys = keys;
}
