// What comes from the server in a burst is handed on in one piece, in order, before the line is said to be closed; what it joined
// is taken apart.

import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {alone, open} from './page.js';

/** @type {WebSocket} */
let socket;
/** @type {(string | ArrayBuffer)[]} */
let heard;
/** @param {string | ArrayBuffer} data */
const arrive = (data) => void socket.dispatchEvent(new MessageEvent('message', {data}));

beforeEach(async () => {
  open();
  Object.assign(window, {WebSocket: class extends EventTarget {
    /** @param {URL} url */
    constructor(url) {
      super();
      Object.assign(this, {url: url.href});
    }
  }});
  await alone('burst');
  socket = new window.WebSocket('ws://127.0.0.1/_stcore/stream');
  heard = [];
  socket.addEventListener('message', (event) => void heard.push(/** @type {MessageEvent} */ (event).data));
  socket.addEventListener('close', () => void heard.push('closed'));
});

test('what comes within a moment is handed on together, and what comes later later', () => {
  arrive('a');
  mock.timers.tick(2);
  arrive('b');
  assert.deepEqual(heard, []);
  mock.timers.tick(1);
  assert.deepEqual(heard, ['a', 'b']);
  arrive('c');
  mock.timers.tick(3);
  assert.deepEqual(heard, ['a', 'b', 'c']);
});

/** As sifund/joined.py joins. @param {string[]} messages */
const joined = (...messages) => {
  const parts = messages.map((words) => new TextEncoder().encode(words));
  return Uint8Array.from([0, ...parts.flatMap((part) => [part.length, 0, 0, 0, ...part])]).buffer;
};
const words = () => heard.map((data) => typeof data === 'string' ? data : new TextDecoder().decode(data));

test('what was joined is taken apart: at once after a pause, else with what may follow', () => {
  assert.equal(socket.url, 'ws://127.0.0.1/_stcore/stream?joined=1');
  arrive(joined('begin', 'chart'));
  assert.deepEqual(words(), ['begin', 'chart']);
  arrive(joined('cards', 'more'));
  arrive(new TextEncoder().encode('end').buffer); // one alone comes as it is
  assert.equal(heard.length, 2);
  mock.timers.tick(3);
  assert.deepEqual(words(), ['begin', 'chart', 'cards', 'more', 'end']);
});

test('what came before the line closed is heard before that', () => {
  arrive('a');
  socket.dispatchEvent(new Event('close'));
  mock.timers.tick(3);
  assert.deepEqual(heard, ['a', 'closed']);
});
