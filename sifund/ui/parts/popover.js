// A popover takes the focus when the keyboard opens it, Tab goes round in it and its button, Escape gives it back: Streamlit
// lays it out at the end of the page, behind everything else.

const POPOVER = '[data-testid=stPopoverBody]', POPOVER_BUTTON = '[data-testid=stPopoverButton]';
const REACHED = 'input, textarea, select, button, a[href], summary, [tabindex="0"]';
const WAIT_MS = 3000;

const openButton = () => /** @type {HTMLElement | null} */ (document.querySelector(`${POPOVER_BUTTON}[aria-expanded=true]`));
const openPopover = () => /** @type {HTMLElement | null} */ (document.querySelector(POPOVER));

/** What of the open one the keyboard reaches, in order. @param {HTMLElement} popover */
const reached = (popover) => {
  const all = /** @type {NodeListOf<HTMLInputElement>} */ (popover.querySelectorAll(REACHED));
  return [...all].filter((node) => node.tabIndex >= 0 && !node.disabled);
};

/** It is laid out a moment after its button is pressed; what it holds comes with a run, each part when it is ready. */
const enterPopover = () => {
  const take = () => {
    const popover = openPopover();
    if (!popover || !openButton()) return;
    popover.tabIndex = -1;
    popover.focus();
    done();
  };
  const watch = new MutationObserver(take);
  const done = () => watch.disconnect();
  watch.observe(document.documentElement, {subtree: true, childList: true, attributes: true, attributeFilter: ['aria-expanded']});
  setTimeout(done, WAIT_MS);
};

addEventListener('click', (event) => {
  const pressed = /** @type {Element} */ (event.target).closest?.(POPOVER_BUTTON);
  if (pressed && !event.detail && pressed.getAttribute('aria-expanded') !== 'true') enterPopover(); // a pointer counts its clicks
}, true);

for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, (event) => (window.sifundKey = 'key' in event ? String(event.key) : ''), true);

addEventListener('keydown', (event) => {
  const [button, popover] = [openButton(), openPopover()];
  if (event.key !== 'Tab' || !button || !popover) return;
  const all = reached(popover), here = /** @type {HTMLElement} */ (document.activeElement);
  const [first, last] = [all.at(0) ?? popover, all.at(-1) ?? popover];
  const next = here === button && !event.shiftKey ? first : here === (event.shiftKey ? first : last) || (event.shiftKey && here === popover) ? button : null;
  if (!next) return; // the browser knows the way
  event.preventDefault();
  next.focus();
}, true);
