// The controls of a lever's card, each with its node: a slider with its box, a choice, a table of dated steps.

/** A button that steps as long as it is held. */
class Stepper {
  /** @param {string} sign @param {() => void} step @param {() => void} done */
  constructor(sign, step, done) {
    this.step = step;
    this.timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
    this.node = button(sign, () => {});
    this.node.onclick = ({detail}) => {
      if (detail) return; // a pointer, which has stepped
      step();
      done();
    };
    this.node.onpointerdown = () => this.repeat(400);
    this.node.onpointerup = this.node.onpointerleave = this.node.onpointercancel = () => {
      if (this.timer) done();
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  /** @param {number} wait */
  repeat(wait) {
    this.step();
    this.timer = setTimeout(() => this.repeat(60), wait);
  }
}

/** One number: box and slider as one. */
class Slider {
  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.typing = false; // an answer to an earlier move leaves what is being typed alone
    this.holding = false; // an arrow key: the run is asked when it is let go
    this.held = false; // and then there is something to ask
    this.slid = () => {};
    this.done = () => {};
    this.data = /** @type {NumberCard | undefined} */ (undefined);
    this.box = card.reads(make('input', {type: 'number', inputMode: 'decimal', oninput: () => (this.typing = true)}), () => this.data);
    this.range = make('input', {type: 'range'});
    this.low = make('span');
    this.high = make('span');
    this.track = new Track();
    this.box.onblur = () => (this.typing = false);
    this.less = new Stepper('−', () => this.press(-1), () => this.done());
    this.more = new Stepper('+', () => this.press(1), () => this.done());
    const ends = make('div', {className: 'ends'}, this.low, card.line, this.high);
    const painted = make('div', {className: 'painted'}, this.track.paint, this.range, this.track.ticks);
    this.node = make('div', {className: 'control'},
      make('div', {className: 'slider'}, make('div', {className: 'number'}, this.less.node, this.box, this.more.node),
        make('div', {className: 'track'}, painted, ends)),
      this.track.says, this.track.unseen);
  }

  /** One step, as the arrow keys make it. @param {number} way */
  press(way) {
    this.range.value = String(this.range.valueAsNumber + way * Number(this.range.step));
    this.slid();
  }

  /** The place of a value on the slider. @param {number} value */
  place(value) {
    return (value - Number(this.range.min)) / Number(this.range.step);
  }

  /** @param {NumberCard} data */
  draw(data) {
    const {start, low, high, step, places} = data;
    this.data = data;
    const down = Math.ceil((start - low) / step - 1e-9);
    const up = Math.ceil((high - start) / step - 1e-9);
    Object.assign(this.range, {min: start - down * step, max: start + up * step, step});
    Object.assign(this.box, {min: data.min, max: data.max, step});
    this.range.ariaLabel = this.box.ariaLabel = data.name;
    this.less.node.ariaLabel = `${data.name} −`;
    this.more.node.ariaLabel = `${data.name} +`;
    this.low.textContent = write(low, places);
    this.high.textContent = write(high, places);
    this.listen(data);
    if (hand.key === data.key) hand.of = data.of;
    if (this.card.sent || this.holding || (hand.key === data.key && hand.moving)) return; // an answer to an earlier move does not undo a later one
    if (!this.typing) this.box.value = write(data.value, places);
    this.range.value = String(data.value);
    this.range.ariaValueText = `${this.box.value} ${data.unit}`;
    if (!this.typing) show(this.card.error, '');
  }

  /** The slider's steps reach past its ends, its value does not. @param {NumberCard} data */
  listen(data) {
    const inside = () => Math.min(Math.max(this.range.valueAsNumber, data.low), data.high);
    this.range.oninput = this.slid = () => {
      this.box.value = write(inside(), data.places);
      this.range.ariaValueText = `${this.box.value} ${data.unit}`;
      hand.move(data.key, data.of, Math.round(this.place(this.range.valueAsNumber)));
      if (Math.abs(this.place(data.value) - hand.at) < 1e-6 && !line.waits(data.key)) hand.rest(); // it is back where it was
    };
    this.range.onchange = this.done = () => {
      if (this.holding) this.held = true;
      else this.ask(inside(), data);
    };
    this.range.onkeydown = ({repeat}) => {
      this.holding ||= repeat; // what a handler gives back as false would hold the key from the browser
    };
    this.range.onkeyup = this.range.onblur = () => {
      this.holding = false;
      if (this.held) this.ask(inside(), data);
      this.held = false;
    };
    this.box.onchange = () => {
      this.typing = this.card.refuses(this.box.valueAsNumber, data); // what is refused is to be typed anew
      if (!this.typing) this.move(this.box.valueAsNumber, data);
    };
  }

  /** The run is asked for what the hand has let go. @param {number} value @param {NumberCard} data */
  ask(value, data) {
    this.move(value, data);
    hand.sent();
  }

  /** @param {number} value @param {NumberCard} data */
  move(value, data) {
    if (this.card.refuses(value, data)) return;
    this.range.value = String(value);
    this.card.send([[data.month, write(value, data.places)]]);
  }

  /** The corridor, once it is known. @param {HandLever | null} lever @param {string} caption */
  follow(lever, caption) {
    this.track.draw(lever, Math.round(this.place(Number(this.range.max))), caption);
  }
}

/** One of a few. */
class Choice {
  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.node = make('div', {className: 'control choice', role: 'radiogroup'});
    this.node.setAttribute('aria-labelledby', card.name.id);
    this.inputs = /** @type {HTMLInputElement[]} */ ([]);
    this.names = /** @type {HTMLElement[]} */ ([]);
  }

  /** @param {ChoiceCard} data */
  draw({options, value, month}) {
    if (this.inputs.length !== options.length) {
      this.inputs = options.map(() => make('input', {type: 'radio', name: this.card.name.id}));
      this.names = options.map(() => make('span'));
      this.node.replaceChildren(...this.inputs.map((input, at) => make('label', {}, input, this.names[at])));
    }
    options.forEach(([option, name], at) => {
      this.inputs[at].checked = value === option;
      this.inputs[at].onchange = () => this.card.send([[month, option]]);
      this.names[at].textContent = name;
    });
  }
}

/** Dated steps, a row each. */
class Table {
  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.typing = false; // in the box that has the focus
    this.node = make('div', {className: 'control table'});
    this.node.oninput = () => (this.typing = true);
    this.node.addEventListener('focusout', () => (this.typing = false));
  }

  /** @param {CardData} data @param {Words} words */
  draw(data, words) {
    /** @type {HTMLInputElement | null} */
    const focused = this.node.querySelector(':focus');
    const typed = focused?.value, typing = this.typing; // before it goes: an answer to an earlier change leaves it alone
    const titles = [words.month, data.unit || words.value, ''];
    const head = make('tr', {}, ...titles.map((text) => make('th', {textContent: text, scope: 'col'})));
    const rows = data.steps.map((_, row) => this.row(data, words, row));
    this.node.replaceChildren(make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)));
    /** @type {HTMLInputElement | null} */
    const again = focused && this.node.querySelector(`[data-at="${focused.dataset.at}"]`);
    again?.focus();
    this.typing = Boolean(again && typing);
    if (again && typing) again.value = String(typed);
    else show(this.card.error, '');
  }

  /** @param {CardData} data @param {Words} words @param {number} row */
  row(data, words, row) {
    const month = data.steps[row][0];
    const when = make('input', {type: 'text', className: 'month', value: month, placeholder: '2022-01'});
    when.ariaLabel = `${data.name}: ${words.month} ${row + 1}`;
    when.onchange = () => this.card.refusesMonth(when.value) || this.put(data, row, {month: when.value});
    const amount = data.options ? this.choice(data, row) : this.number(data, row);
    amount.ariaLabel = `${data.name}: ${month}`;
    const gone = button('✕', () => this.send(data.steps.filter((_, at) => at !== row)));
    gone.title = words.remove;
    gone.hidden = !data.changed && !row;
    gone.ariaLabel = `${words.remove}: ${month}`;
    [when, amount, gone].forEach((node, column) => (node.dataset.at = `${row}-${column}`));
    return make('tr', {}, ...[when, amount, gone].map((node) => make('td', {}, node)));
  }

  /** @param {ChoiceCard} data @param {number} row */
  choice(data, row) {
    const value = data.steps[row][1];
    const options = data.options.map(([key, name]) => make('option', {value: key, textContent: name, selected: key === value}));
    const select = make('select', {}, ...options);
    select.onchange = () => this.put(data, row, {value: select.value});
    return select;
  }

  /** @param {NumberCard} data @param {number} row */
  number(data, row) {
    const {min, max, step, places} = data;
    const box = this.card.reads(make('input', {type: 'number', min: String(min), max: String(max), step: String(step)}), () => data);
    box.value = write(data.steps[row][1], places);
    box.onchange = () => this.card.refuses(box.valueAsNumber, data) || this.put(data, row, {value: write(box.valueAsNumber, places)});
    return box;
  }

  /** @param {CardData} data @param {number} row @param {{month?: string, value?: string}} put */
  put(data, row, {month, value}) {
    this.send(data.steps.map(([since, shown, full], at) => (at === row ? [month ?? since, shown, value ?? full] : [since, shown, full])));
  }

  /** What is not touched goes back in full. @param {Step<unknown>[]} steps */
  send(steps) {
    this.typing = false;
    this.card.send(steps.map(([month, , full]) => [month, full]));
  }
}
