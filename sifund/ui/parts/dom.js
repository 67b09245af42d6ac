// Making and filling elements, for the scripts of all components.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} props
 * @param {...(Node | string)} children
 */
const make = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  Object.assign(node, props);
  node.append(...children);
  return node;
};

/** Puts the style of a component beside what it draws, once. @param {ParentNode} parent */
const dress = (parent) => {
  if (!parent.querySelector(':scope > style')) parent.prepend(make('style', {textContent: sheet}));
};

/** A quiet button. @param {string} text @param {() => void} onclick */
const button = (text, onclick) => make('button', {type: 'button', className: 'quiet', textContent: text, onclick});

/** Text, or nothing at all. @param {HTMLElement} node @param {string} text */
const show = (node, text) => {
  node.textContent = text;
  node.hidden = !text;
};

/** @param {HTMLElement} node @param {string[]} lines */
const list = (node, lines) => {
  node.replaceChildren(...lines.map((line) => make('li', {textContent: line})));
  node.hidden = !lines.length;
};

/** A number with so many decimals at most. @param {number} value @param {number} places */
const write = (value, places) => String(Number(value.toFixed(places)));
