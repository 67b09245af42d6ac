// Streamlit makes an entry of the browser's history for every change of the address. What is done within a second of the
// act before is one entry, however long the answers take; another page is always an entry of its own.

{
  const push = history.pushState.bind(history);
  let acted = -Infinity;
  let [burst, pushed] = [1, 0];
  /** @param {Event} event */
  const act = ({timeStamp}) => {
    if (timeStamp - acted > 1000) burst += 1;
    acted = timeStamp;
  };
  for (const kind of ['keydown', 'pointerdown', 'input']) addEventListener(kind, act, true);
  addEventListener('popstate', () => (burst += 1), true);
  history.pushState = (state, title, address) => {
    const here = new URL(address ?? '', location.href).pathname === location.pathname;
    if (here && pushed === burst) return history.replaceState(state, title, address);
    pushed = burst;
    push(state, title, address);
  };
}
