// The line to the server, one for the bar and the cards. What a person does is an event [number, what, value]. It is kept
// until a run has heard of it, so that nothing is lost with a connection: when the line is up again the bar asks for a run
// of the whole page, and all that waits goes with it, in order. Meanwhile <html data-line> is `down`, then `up`.

const PATIENCE_MS = 5000; // an event that nobody has heard of by then is told again; a session hears each only once

const line = (window.sifund ??= (() => {
  const page = document.documentElement;
  const app = document.querySelector('[data-testid=stApp]');
  let events = [];
  let last = 0; // the number of the latest event
  let back = 0; // of the one that asks for the page after the line was down
  let session = null;
  let patience = 0;
  const again = () => {
    if (page.dataset.line !== 'down') self.tell(events);
    wait();
  };
  const wait = () => {
    clearTimeout(patience);
    if (events.length) patience = setTimeout(again, PATIENCE_MS);
  };
  const self = {
    tell: null, // how the bar tells events
    holds: [], // what the session has and the address has not

    say(what, value, tell = self.tell) {
      const before = events.at(-1);
      if (value.key && before?.[1] === what && before[2].key === value.key) events.pop(); // of one lever the latest counts
      events.push([++last, what, value]);
      if (!page.dataset.line) tell(events);
      wait();
    },

    waits: (key) => events.some(([, , value]) => value.key === key),

    hear(number) {
      last = Math.max(last, number);
      events = events.filter(([own]) => own > number);
      wait();
    },

    // The bar was drawn, by a run of that session that has heard of events up to that number and holds that.
    drawn(by, number, holds) {
      self.hear(number);
      if (!events.some(([, what]) => what === 'back')) self.holds = holds; // it has heard what the one before held
      const another = session !== null && session !== by;
      session = by;
      if (page.dataset.line === 'down') return;
      const answered = page.dataset.line && number >= back;
      if (answered) delete page.dataset.line;
      if ((answered || another) && events.length) self.tell(events);
    },

    look() {
      if (app.dataset.testConnectionState !== 'CONNECTED') {
        page.dataset.line = 'down';
      } else if (page.dataset.line === 'down') {
        page.dataset.line = 'up';
        back = ++last;
        events = [...events.filter(([, what]) => what !== 'back'), [back, 'back', {lost: self.holds}]];
        again();
      }
    },
  };
  // Streamlit says the same in English, over everything.
  const silence = () => page.dataset.line && document.querySelector('[data-testid=stDialog] [aria-label=Close]')?.click();
  new MutationObserver(self.look).observe(app, {attributes: true, attributeFilter: ['data-test-connection-state']});
  new MutationObserver(silence).observe(document.body, {childList: true});
  return self;
})());
