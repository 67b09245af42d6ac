// What the server sends at once is handed on at once. Of every message that comes by itself Streamlit builds the page anew,
// the whole of it where a run begins or ends; of what it is handed in one piece it does so once. The server is told that it
// may join what it sends (sifund/joined.py): a joined frame after a pause is the whole of what a run has to show first.
(() => {
  const WAIT_MS = 3; // so long the rest may take
  const PAUSE_MS = 50;
  const LENGTH = 4; // bytes that say how long a message is
  const Socket = window.WebSocket;
  /** The messages of a frame: after a 0, with which none begins, each after its length. @param {any} data @returns {any[]} */
  const apart = (data) => {
    const view = data instanceof ArrayBuffer && data.byteLength ? new DataView(data) : null;
    if (!view || view.getUint8(0)) return [data];
    const messages = [];
    for (let at = 1, begin; at < data.byteLength;) {
      begin = at + LENGTH;
      at = begin + view.getUint32(at, true);
      messages.push(data.slice(begin, at));
    }
    return messages;
  };
  window.WebSocket = class extends Socket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      const line = new URL(url);
      line.searchParams.set('joined', '1');
      super(line, protocols);
      /** @type {MessageEvent[]} */
      const held = [];
      let waits = false, hands = false, last = -Infinity;
      const hand = () => {
        waits = false;
        hands = true;
        for (const event of held.splice(0)) this.dispatchEvent(event);
        hands = false;
        last = performance.now();
      };
      this.addEventListener('message', (event) => {
        if (hands) return;
        event.stopImmediatePropagation();
        const messages = apart(event.data);
        for (const data of messages) held.push(new MessageEvent('message', {data, origin: event.origin}));
        if (waits) return;
        if (messages.length > 1 && performance.now() - last > PAUSE_MS) return hand();
        setTimeout(hand, WAIT_MS);
        waits = true;
      });
      this.addEventListener('close', hand);
    }
  };
})();
