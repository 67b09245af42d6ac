// Brings what stands just above it into sight, whenever that says something else; Enter in a box takes the focus there too.

/** What each said last. @type {WeakMap<ParentNode, string>} */
const said = new WeakMap();

/** @param {Element} end */
const focus = (end) => {
  const above = end.closest('[data-testid=stElementContainer]')?.previousElementSibling;
  const answer = [...(above?.parentElement?.querySelectorAll('[data-testid=stAlertContainer]') ?? [])].at(-1);
  if (!(answer instanceof HTMLElement)) return;
  answer.tabIndex = -1;
  answer.focus({preventScroll: true});
};

/** @param {Component<{words: string}>} component */
export default ({data, parentElement}) => {
  if (said.get(parentElement) === data.words) return;
  said.set(parentElement, data.words);
  const end = /** @type {Element} */ (parentElement.querySelector('.sight'));
  requestAnimationFrame(() => {
    end.scrollIntoView({block: 'nearest'});
    if (window.sifundKey === 'Enter') focus(end);
  });
};
