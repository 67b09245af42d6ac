// What comes from the server in a burst is handed on in one piece, in order, before the line is said to be closed.

import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {alone, open} from './page.js';

/** @type {EventTarget} */
let socket;
/** @type {string[]} */
let heard;
/** @param {string} data */
const arrive = (data) => void socket.dispatchEvent(new MessageEvent('message', {data}));

beforeEach(async () => {
  open();
  Object.assign(window, {WebSocket: class extends EventTarget {}});
  await alone('burst');
  socket = new window.WebSocket('ws://127.0.0.1');
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

test('what came before the line closed is heard before that', () => {
  arrive('a');
  socket.dispatchEvent(new Event('close'));
  mock.timers.tick(3);
  assert.deepEqual(heard, ['a', 'closed']);
});
