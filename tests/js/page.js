// A page of its own for a test: a document as Streamlit lays it out, and the scripts of a component as Python joins them.

import {readFileSync} from 'node:fs';
import {mock} from 'node:test';
import {Element, Window} from 'happy-dom';

export const PARTS = new URL('../../sifund/ui/parts/', import.meta.url);
const SHARED = ['dom', 'line'];
const PAINTED_MS = 50; // by then all is drawn that waits for what was painted before it
let count = 0;

for (const name of ['ariaLabel', 'ariaValueText']) { // the browser writes them into the attribute, happy-dom does not
  const attribute = name.toLowerCase().replace('aria', 'aria-');
  Object.defineProperty(Element.prototype, name, {
    get() { return this.getAttribute(attribute); },
    set(/** @type {string} */ text) { this.setAttribute(attribute, text); },
  });
}

/** A fresh document at an address, with the clock stopped. */
export const open = (address = 'http://127.0.0.1/scenario?s=1') => {
  mock.timers.reset();
  mock.timers.enable({apis: ['setTimeout']});
  const window = new Window({url: address});
  const {document, location, history, MutationObserver} = window;
  document.body.innerHTML = '<div data-testid="stApp" data-test-connection-state="CONNECTED"></div>';
  const addEventListener = window.addEventListener.bind(window);
  const ResizeObserver = class { observe() {} };
  Object.assign(globalThis, {window, document, location, history, MutationObserver, ResizeObserver, addEventListener});
};

/** @param {string[]} names @returns {Promise<any>} what the script exports, run anew on the page that is open */
const run = async (names) => {
  const text = [...names, ''].map((name) => name && readFileSync(new URL(`${name}.js`, PARTS), 'utf8')).join('');
  count += 1;
  return (await import(`data:text/javascript,${encodeURIComponent(`const sheet = '.one {margin: 0}';\n${text}// ${count}`)}`)).default;
};

/** The line alone. @returns {Promise<Line>} */
export const line = async () => {
  await run(SHARED);
  return /** @type {Line} */ (window.sifund);
};

/** Only a script that stands by itself. @param {string} name */
export const alone = (name) => run([name]);

/**
 * A component on the page: `draw` gives it data, `told` are the events it told last.
 * @template Data
 * @param {string} html
 * @param {string[]} names
 */
export const component = async (html, ...names) => {
  const draw = await run([...SHARED, ...names]);
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  return {
    root,
    told: /** @type {AnyEvent[]} */ ([]),
    /** @param {Data} data */
    draw(data) {
      draw({data, parentElement: root, setTriggerValue: (/** @type {string} */ _, /** @type {AnyEvent[]} */ events) => (this.told = [...events])});
      mock.timers.tick(PAINTED_MS);
    },
    /** @param {string} selector @returns {HTMLInputElement} a node that there must be; most are inputs */
    at(selector) {
      const node = root.querySelector(selector);
      if (!node) throw new Error(`nothing is ${selector} in ${root.innerHTML}`);
      return /** @type {HTMLInputElement} */ (node);
    },
  };
};

/** A person's value in a box or slider. @param {HTMLInputElement | HTMLSelectElement} node @param {string} value */
export const enter = (node, value) => {
  node.value = value;
  node.dispatchEvent(new window.Event('input'));
  node.dispatchEvent(new window.Event('change'));
};
