// Links to the pages, the switch of language, and what is said while the line is down. Python sends {label, links: [[title,
// address, shown]], lang, other: [code, word], away, line: {session, heard, holds}}; the bar tells `go` {page}, the number of
// a link, or `lang` {code}. A link gets the address's query when it is about to be used: the query changes without a word to
// the bar.

const make = (tag, props) => Object.assign(document.createElement(tag), props);

export default ({data, parentElement, setTriggerValue}) => {
  const bar = parentElement.querySelector('.bar');
  const {line: heard, ...shown} = data;
  line.tell = (events) => setTriggerValue('said', events);
  line.drawn(heard.session, heard.heard, heard.holds);
  const text = JSON.stringify(shown);
  if (bar.text === text) return;
  bar.text = text;
  document.documentElement.lang = data.lang === 'zh' ? 'zh-CN' : data.lang;
  bar.ariaLabel = data.label;
  const plain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const links = data.links.map(([title, address, current], number) => {
    const link = make('a', {href: address, textContent: title});
    const fresh = () => (link.href = address + location.search);
    for (const soon of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(soon, fresh);
    if (current) link.setAttribute('aria-current', 'page');
    link.onclick = (event) => {
      if (!plain(event)) return; // the browser opens it elsewhere
      event.preventDefault();
      if (!current) line.say('go', {page: number});
    };
    return link;
  });
  const [code, word] = data.other;
  const other = make('button', {type: 'button', textContent: word, lang: code, onclick: () => line.say('lang', {code})});
  const all = () => [...bar.querySelectorAll('a, button')];
  const focused = all().indexOf(bar.getRootNode().activeElement);
  const row = make('div');
  row.append(...links);
  const away = make('p', {className: 'away', textContent: data.away});
  away.setAttribute('role', 'status');
  bar.replaceChildren(row, other, away);
  all()[focused]?.focus({preventScroll: true});
  const here = bar.querySelector('[aria-current]');
  if (here) row.scrollLeft = here.offsetLeft - row.clientWidth / 2;
};
