// Watches every chart of the page and the websocket, with the page's own clock.
(() => {
  const CHART = '[data-testid="stVegaLiteChart"]';
  const APP = '[data-testid="stApp"]';
  const DRAWN = ['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'viewBox', 'points', 'src'];
  const seen = (window.__probe = {input: 0, sent: 0, received: 0, painted: 0});
  const now = () => performance.now();

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', () => (seen.received = now()));
    }
    send(data) {
      seen.sent ||= now();
      return super.send(data);
    }
  };

  let waiting = false;
  const touch = (node, added) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (waiting || !element || !(element.closest(CHART) || (added && element.querySelector(CHART)))) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false; // what is drawn after this frame is a paint of its own
      requestAnimationFrame(() => (seen.painted = now())); // the frame with the change is on screen
    });
  };
  for (const name of ['clearRect', 'fillRect', 'stroke', 'fill', 'fillText', 'drawImage']) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      touch(this.canvas);
      return draw.apply(this, args);
    };
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      touch(change.target);
      change.addedNodes.forEach((node) => touch(node, true));
    }
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true, attributeFilter: DRAWN});

  window.addEventListener('keydown', () => (seen.input = now()), true);
  seen.arm = () => Object.assign(seen, {input: 0, sent: 0, received: 0, painted: 0});
  const idle = () => document.querySelector(APP)?.getAttribute('data-test-script-state') === 'notRunning';
  const settled = (quiet) =>
    seen.sent && seen.received > seen.sent && seen.painted > seen.sent && !waiting && idle() &&
    now() - Math.max(seen.received, seen.painted) > quiet;

  // Resolves to the times of a change once the script has ended and socket and charts have been quiet.
  seen.change = (quiet, limit) => new Promise((resolve, reject) => {
    const start = now();
    const timer = setInterval(() => {
      if (!settled(quiet) && now() - start < limit) return;
      clearInterval(timer);
      const {input, sent, received, painted} = seen;
      settled(quiet) ? resolve([sent - input, received - sent, painted - input])
        : reject(new Error(`no repaint: ${JSON.stringify(seen)}, idle ${idle()}`));
    }, 20);
  });
})();
