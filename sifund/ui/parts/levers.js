// Lever cards under their toolbar, more of them in a fold; every event names the dataset that it is meant for, what is typed the language.

/** When changes start; undo, redo and reset; what may be spent more at most. */
class Tools {
  /** @param {(act: Act) => void} act @param {() => string} lang */
  constructor(act, lang) {
    this.act = act;
    this.names = '';
    this.start = make('div', {className: 'choice', role: 'radiogroup'});
    this.buttons = make('div');
    this.limit = make('input', {type: 'text', inputMode: 'decimal', autocomplete: 'off', placeholder: '—'});
    this.limitName = make('span');
    this.ceiling = make('label', {className: 'ceiling'}, this.limitName, this.limit);
    this.fund = '';
    this.limit.onchange = () => act(['ceiling', [this.fund, lang(), this.limit.value]]);
    this.node = make('header', {className: 'tools'}, this.start, this.buttons, this.ceiling);
  }

  /** @param {ToolsData} tools */
  update(tools) {
    const {start, buttons} = tools;
    const names = JSON.stringify([start.label, start.options, buttons.map(([name, text]) => [name, text])]);
    if (names !== this.names) this.build(tools);
    this.names = names;
    this.start.querySelectorAll('input').forEach((input, at) => (input.checked = start.options[at][0] === start.value));
    this.buttons.querySelectorAll('button').forEach((node, at) => (node.disabled = !buttons[at][2]));
    this.limits(tools.ceiling);
  }

  /** What is being typed stays. @param {CeilingData | null} ceiling */
  limits(ceiling) {
    this.ceiling.hidden = !ceiling;
    if (!ceiling) return;
    const typing = this.fund === ceiling.fund && this.limit.matches(':focus');
    this.fund = ceiling.fund;
    this.limitName.textContent = ceiling.label;
    this.ceiling.title = ceiling.help;
    if (!typing || this.limit.value === this.shown) this.limit.value = ceiling.value;
    this.shown = ceiling.value;
  }

  /** @param {ToolsData} tools */
  build({start, buttons}) {
    this.start.ariaLabel = start.label;
    this.start.replaceChildren(...start.options.map(([value, name]) => {
      const input = make('input', {type: 'radio', name: 'start', onchange: () => this.act(['start', value])});
      return make('label', {}, input, make('span', {textContent: name}));
    }));
    this.buttons.replaceChildren(...buttons.map(([name, text]) => button(text, () => this.act([name, '']))));
  }
}

/** Cards that are built when they are asked for. */
class Fold {
  /** @param {string} key @param {(act: Act) => void} act */
  constructor(key, act) {
    this.open = false;
    this.keys = '';
    this.title = make('summary');
    this.node = make('details', {className: 'fold'}, this.title);
    this.node.ontoggle = () => {
      if (this.node.open !== this.open) act(['fold', [key, this.node.open]]);
    };
  }

  /** @param {FoldData} data @param {HTMLElement[]} nodes */
  update({name, open, cards}, nodes) {
    if (this.open !== open) this.node.open = this.open = open;
    show(this.title, name);
    const keys = String(cards.map((card) => card.key));
    if (this.keys !== keys) this.node.replaceChildren(this.title, ...nodes);
    this.keys = keys;
  }
}

/** All cards of a page; those of the folds among them. */
class Levers {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.keys = '';
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    this.dataset = this.lang = '';
    this.tell = /** @type {Tell} */ (() => {});
    /** @param {Act} act */
    this.act = (act) => line.say('act', {dataset: this.dataset, act}, this.tell);
    this.tools = new Tools(this.act, () => this.lang);
    /** @type {Map<string, Fold>} */
    this.folds = new Map();
  }

  /** @param {LeversData} data @param {Tell} tell */
  update(data, tell) {
    [this.dataset, this.lang, this.tell] = [data.dataset, data.lang, tell];
    this.tools.update(data.tools);
    const nodes = this.draw(data.cards, data);
    const folds = data.folds.map((fold) => this.fold(fold, data));
    const keys = String([...data.cards, ...data.folds].map((drawn) => drawn.key));
    if (this.keys !== keys) this.root.replaceChildren(this.tools.node, ...nodes, ...folds);
    this.keys = keys;
  }

  /** @param {FoldData} data @param {LeversData} page */
  fold(data, page) {
    const fold = this.folds.get(data.key) ?? new Fold(data.key, this.act);
    this.folds.set(data.key, fold);
    fold.update(data, this.draw(data.cards, page));
    return fold.node;
  }

  /** @param {CardData[]} cards @param {LeversData} page */
  draw(cards, {words, heard}) {
    return cards.map((data) => {
      const card = this.cards.get(data.key) ?? this.card(data.key, words);
      this.cards.set(data.key, card);
      card.update(data, words, heard);
      return card.node;
    });
  }

  /** @param {string} key @param {Words} words */
  card(key, words) {
    /** @param {Typed} steps */
    const send = (steps) => line.say('set', {dataset: this.dataset, lang: this.lang, key, steps}, this.tell);
    /** @param {string[]} typed */
    const spell = ([points, years, first]) => this.act(['spell', [key, points, years, first]]);
    return new Card(words, send, () => this.act(['add', key]), spell);
  }
}

const PAINTED_MS = 40; // what a move is answered with, figures and charts, is painted before the cards say what it did

/** @type {WeakMap<ParentNode, Levers>} */
const pages = new WeakMap();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/** @param {Component<LeversData>} component */
export default function ({data, parentElement, setTriggerValue}) {
  const drawn = pages.get(parentElement);
  const page = drawn ?? new Levers(/** @type {Element} */ (parentElement.querySelector('.levers')));
  pages.set(parentElement, page);
  dress(parentElement);
  line.hear(data.heard);
  const draw = () => {
    page.update(data, (events) => setTriggerValue('events', events));
    hand.draws.levers = () => page.cards.forEach((card) => card.follow());
    hand.draws.levers();
    hand.heard();
  };
  clearTimeout(later);
  if (drawn) later = setTimeout(draw, PAINTED_MS);
  else draw();
}
