// Streamlit makes an entry of the browser's history for every change of the address. What is done within a second of the
// act before is one entry, however long the answers take; another page is always an entry of its own. To write an entry
// takes the browser as long as to draw a chart (it asks for the icon anew): it is written when the answer is painted, or
// before what comes next: an act, another run.

{
  const SETTLED_MS = 200;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let acted = -Infinity;
  let [burst, pushed] = [1, 0];
  /** @type {(() => void) | undefined} */
  let entry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settled;
  const write = () => {
    clearTimeout(settled);
    entry?.();
    entry = undefined;
  };
  /** @param {Event} event */
  const act = ({timeStamp}) => {
    write();
    if (timeStamp - acted > 1000) burst += 1;
    acted = timeStamp;
  };
  for (const kind of ['keydown', 'pointerdown', 'input']) addEventListener(kind, act, true);
  addEventListener('popstate', () => {
    clearTimeout(settled); // what waits is of the entry that was left
    entry = undefined;
    burst += 1;
  }, true);
  addEventListener('pagehide', write, true);
  const app = /** @type {HTMLElement} */ (document.querySelector('[data-testid=stApp]'));
  new MutationObserver(() => app.dataset.testScriptState === 'running' && write()).observe(app, {
    attributes: true, attributeFilter: ['data-test-script-state'],
  });
  history.replaceState = (...state) => {
    write();
    replace(...state);
  };
  history.pushState = (state, title, address) => {
    const here = new URL(address ?? '', location.href).pathname === location.pathname;
    const again = here && pushed === burst;
    write();
    pushed = burst;
    if (!here) return push(state, title, address);
    entry = () => (again ? replace : push)(state, title, address);
    settled = setTimeout(write, SETTLED_MS);
  };
}
