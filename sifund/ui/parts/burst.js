// What the server sends at once is handed on at once. Of every message that comes by itself Streamlit builds the page anew,
// the whole of it where a run begins or ends; of what it is handed in one piece it does so once.
(() => {
  const WAIT_MS = 3; // so long the rest may take
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      /** @type {MessageEvent[]} */
      const held = [];
      let waits = false, hands = false;
      const hand = () => {
        waits = false;
        hands = true;
        for (const {data, origin} of held.splice(0)) this.dispatchEvent(new MessageEvent('message', {data, origin}));
        hands = false;
      };
      this.addEventListener('message', (event) => {
        if (hands) return;
        event.stopImmediatePropagation();
        held.push(event);
        if (!waits) setTimeout(hand, WAIT_MS);
        waits = true;
      });
      this.addEventListener('close', hand);
    }
  };
})();
