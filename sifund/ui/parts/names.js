// What Streamlit calls its own controls for screen readers, in the language of the page: it has English names only.

/** @type {Record<string, string>} */
let names = {};
/** What each was called first. @type {WeakMap<Element, string>} */
const called = new WeakMap();
let due = 0;

/** Words of other controls are ours, and are not known here. */
const rename = () => {
  due = 0;
  for (const node of document.querySelectorAll('[aria-label], [data-testid=stFileUploaderDropzone] button')) {
    const first = called.get(node) ?? node.getAttribute('aria-label') ?? 'file upload';
    if (!(first in names) && !called.has(node)) continue;
    called.set(node, first);
    const name = names[first] ?? first;
    if (node.getAttribute('aria-label') !== name) node.setAttribute('aria-label', name);
  }
};

let watched = false;

/** @param {Record<string, string>} given by Streamlit's name; none in English */
const callNames = (given) => {
  names = given;
  rename();
  if (watched) return;
  watched = true;
  new MutationObserver(() => (due ||= Number(setTimeout(rename, 300)))).observe(document.body, {subtree: true, childList: true});
};
