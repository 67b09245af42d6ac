// Brings what stands just above it into sight, whenever that says something else.

/** What each said last. @type {WeakMap<ParentNode, string>} */
const said = new WeakMap();

/** @param {Component<{words: string}>} component */
export default ({data, parentElement}) => {
  if (said.get(parentElement) === data.words) return;
  said.set(parentElement, data.words);
  const end = /** @type {Element} */ (parentElement.querySelector('.sight'));
  requestAnimationFrame(() => end.scrollIntoView({block: 'nearest'}));
};
