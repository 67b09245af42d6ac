// The line to the server, one for the bar and the cards. What a person does is an event [number, kind, value]. It is kept
// until a run has heard of it, so that nothing is lost with a connection: when the line is up again the bar asks for a run
// of the whole page, and all that waits goes with it, in order. Meanwhile <html data-line> is `down`, then `up`; <html
// data-slow> while a run takes long: Streamlit's own fade is begun and broken off for every element at every run.

const SLOW_MS = 500; // a run that takes longer is seen to: what it has not drawn yet fades (page.css)
const PATIENCE_MS = 5000; // an event that nobody has heard of by then is told again; a session hears each only once

const line = (window.sifund ??= (() => {
  const page = document.documentElement;
  const app = /** @type {HTMLElement} */ (document.querySelector('[data-testid=stApp]'));
  /** @type {AnyEvent[]} */
  let events = [];
  let last = 0; // the number of the latest event
  let back = 0; // of the one that asks for the page after the line was down
  /** @type {string | null} */
  let session = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;
  const pace = () => {
    clearTimeout(slow);
    if (app.dataset.testScriptState !== 'running') delete page.dataset.slow;
    else slow = setTimeout(() => (page.dataset.slow = ''), SLOW_MS);
  };
  const again = () => {
    if (page.dataset.line !== 'down') self.tell(events);
    wait();
  };
  const wait = () => {
    clearTimeout(patience);
    if (events.length) patience = setTimeout(again, PATIENCE_MS);
  };
  /** @param {Events[keyof Events]} value */
  const lever = (value) => ('key' in value ? value.key : null);
  /** @type {Line} */
  const self = {
    tell() {}, // the bar says how when it is drawn
    holds: [],

    say(kind, value, tell = self.tell) {
      const before = events.at(-1);
      const key = lever(value);
      if (key !== null && before && lever(before[2]) === key) events.pop(); // of one lever the latest counts
      events.push(/** @type {AnyEvent} */ ([++last, kind, value]));
      if (!page.dataset.line) tell(events);
      wait();
      return last;
    },

    waits: (key) => events.some(([, , value]) => lever(value) === key),

    hear(heard) {
      last = Math.max(last, heard);
      events = events.filter(([number]) => number > heard);
      wait();
    },

    drawn(by, heard, holds) {
      self.hear(heard);
      if (!events.some(([, kind]) => kind === 'back')) self.holds = holds; // it has heard what the one before held
      const another = session !== null && session !== by;
      session = by;
      if (page.dataset.line === 'down') return;
      const answered = page.dataset.line && heard >= back;
      if (answered) delete page.dataset.line;
      if ((answered || another) && events.length) self.tell(events);
    },

    look() {
      pace();
      if (app.dataset.testConnectionState !== 'CONNECTED') {
        page.dataset.line = 'down';
      } else if (page.dataset.line === 'down') {
        page.dataset.line = 'up';
        back = ++last;
        events = [...events.filter(([, kind]) => kind !== 'back'), [back, 'back', {lost: self.holds}]];
        again();
      }
    },
  };
  // Streamlit says the same in English, over everything.
  const silence = () => {
    /** @type {HTMLElement | null} */
    const close = document.querySelector('[data-testid=stDialog] [aria-label=Close]');
    if (page.dataset.line) close?.click();
  };
  new MutationObserver(() => self.look()).observe(app, {
    attributes: true, attributeFilter: ['data-test-connection-state', 'data-test-script-state'],
  });
  new MutationObserver(silence).observe(document.body, {childList: true});
  return self;
})());
