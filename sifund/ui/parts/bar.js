// Links to the pages, the switch of language, and what is said while the line is down. A link gets the address's query when
// it is about to be used: the query changes without a word to the bar.

/** What each bar shows, as text. @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/** Whether a click is for this tab; the browser opens others elsewhere. @param {MouseEvent} event */
const plain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** @param {BarData['links'][number]} link @param {number} number */
const linkTo = ([title, address, current], number) => {
  const link = make('a', {href: address, textContent: title});
  const fresh = () => (link.href = address + location.search);
  for (const soon of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(soon, fresh);
  if (current) link.setAttribute('aria-current', 'page');
  link.onclick = (event) => {
    if (!plain(event)) return;
    event.preventDefault();
    if (!current) line.say('go', {page: number});
  };
  return link;
};

/** Links, language and the word of what is wrong; the focus stays where it was. @param {Element} bar @param {BarData} data */
const draw = (bar, data) => {
  document.documentElement.lang = data.lang === 'zh' ? 'zh-CN' : data.lang;
  bar.ariaLabel = data.label;
  const [code, word] = data.other;
  const other = make('button', {type: 'button', textContent: word, lang: code, onclick: () => line.say('lang', {code})});
  const row = make('div', {}, ...data.links.map(linkTo));
  const more = make('span', {className: 'more', textContent: '›', ariaHidden: 'true'});
  const look = () => bar.toggleAttribute('data-more', row.scrollWidth - row.clientWidth - row.scrollLeft > 1);
  row.addEventListener('scroll', look, {passive: true});
  new ResizeObserver(look).observe(row);
  const away = make('p', {className: 'away', textContent: data.away});
  away.setAttribute('role', 'status');
  const all = () => /** @type {HTMLElement[]} */ ([...bar.querySelectorAll('a, button')]);
  const root = /** @type {Document | ShadowRoot} */ (bar.getRootNode());
  const focused = all().findIndex((node) => node === root.activeElement);
  bar.replaceChildren(row, more, other, away);
  all()[focused]?.focus({preventScroll: true});
  /** @type {HTMLElement | null} */
  const here = bar.querySelector('[aria-current]');
  if (here) row.scrollLeft = here.offsetLeft - row.clientWidth / 2;
  look();
};

/** Whether a key is meant for what has the focus. @param {KeyboardEvent} event */
const typed = (event) => {
  const at = /** @type {Element | null} */ (event.composedPath()[0] ?? null);
  return Boolean(at?.matches?.('input, textarea, select, [contenteditable], [role=slider], [role=combobox], [role=radio], [role=option]'));
};

/** @type {Record<string, StageKey>} */
const KEYS = {p: 'toggle', escape: 'leave', arrowright: 'next', arrowleft: 'before', 1: '1', 2: '2', 3: '3'};

/** The stage is entered by P from any page; its other keys do nothing elsewhere. @param {KeyboardEvent} event */
const press = (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typed(event)) return;
  const name = event.key.toLowerCase(), key = KEYS[name], root = document.documentElement;
  const stands = Boolean(document.querySelector('.st-key-stage'));
  if (name === 'b' && stands) root.toggleAttribute('data-blank');
  if (!key || !(stands || key === 'toggle')) return;
  event.preventDefault();
  root.removeAttribute('data-blank');
  line.say('stage', {key});
};
const LATER_MS = 5000;

/** What elements of other kinds need is fetched while the line stands, once the page has been at rest for a while. */
const fetchLater = () => {
  const later = /** @type {HTMLTemplateElement | null} */ (document.getElementById('later'));
  later?.remove();
  if (later) setTimeout(() => document.head.append(later.content), LATER_MS);
};

/** @param {Component<BarData>} component */
export default ({data, parentElement, setTriggerValue}) => {
  const bar = /** @type {Element} */ (parentElement.querySelector('.bar'));
  if (!document.querySelector('link[rel=stylesheet][href*="/style."]')) dress(parentElement); // served by another server
  line.tell = (events) => setTriggerValue('events', events);
  document.onkeydown = press; // the latest bar's alone
  line.drawn(data.line.session, data.line.heard, data.line.holds);
  callNames(data.lang);
  fetchLater();
  const text = JSON.stringify({...data, line: null});
  if (drawn.get(bar) === text) return;
  drawn.set(bar, text);
  draw(bar, data);
};
