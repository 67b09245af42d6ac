// Entries of the browser's history: one for each thing that a person does.

import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {alone, open} from './page.js';

let now = 0;
/** @param {number} wait [ms] */
const act = (wait, kind = 'keydown') => {
  now += wait;
  const event = new window.Event(kind);
  Object.defineProperty(event, 'timeStamp', {value: now});
  window.dispatchEvent(event);
};
/** @param {string} address */
const entry = (address) => {
  const before = history.length;
  history.pushState(null, '', address);
  mock.timers.tick(200);
  assert.equal(location.href, new URL(address, 'http://127.0.0.1/').href);
  return history.length - before;
};

beforeEach(async () => {
  open();
  now = 0;
  await alone('history');
});

test('what is done in one go is one entry, however often the address changes', () => {
  act(0);
  assert.equal(entry('/scenario?s=1'), 1);
  act(900, 'input');
  assert.equal(entry('/scenario?s=2'), 0);
  act(900, 'pointerdown');
  assert.equal(entry('/scenario?s=3'), 0);
  act(1001);
  assert.equal(entry('/scenario?s=4'), 1);
});

test('another page is an entry of its own, and so is what comes after the back button', () => {
  act(0);
  assert.equal(entry('/scenario?s=1'), 1);
  assert.equal(entry('/compare?s=1'), 1);
  assert.equal(entry('/compare?s=2'), 0);
  window.dispatchEvent(new window.Event('popstate'));
  assert.equal(entry('/compare?s=3'), 1);
});

test('an entry is written when the answer is painted, or before what is done next', async () => {
  const before = location.href;
  act(0);
  history.pushState(null, '', '/scenario?s=1');
  mock.timers.tick(199);
  assert.equal(location.href, before);
  act(50);
  assert.match(location.href, /s=1$/);
  history.pushState(null, '', '/scenario?s=2');
  /** @type {HTMLElement} */ (document.querySelector('[data-testid=stApp]')).dataset.testScriptState = 'running';
  await Promise.resolve();
  assert.match(location.href, /s=2$/, 'another run begins');
  history.pushState(null, '', '/scenario?s=3');
  window.dispatchEvent(new window.Event('pagehide'));
  assert.match(location.href, /s=3$/, 'the page is left');
});

test('of several only the last waits, and none is lost or written out of turn', () => {
  act(0);
  history.pushState(null, '', '/scenario?s=1');
  history.pushState(null, '', '/scenario?s=2');
  assert.match(location.href, /s=1$/);
  history.replaceState(null, '', '/scenario?s=3');
  assert.match(location.href, /s=3$/);
  mock.timers.tick(200);
  assert.match(location.href, /s=3$/);
});

test('what waits is not written into the entry that Back leads to', () => {
  act(0);
  assert.equal(entry('/scenario?s=1'), 1);
  history.pushState(null, '', '/checks?s=1');
  history.pushState(null, '', '/checks?s=2');
  history.replaceState(null, '', '/scenario?s=1'); // as Back does
  window.dispatchEvent(new window.Event('popstate'));
  mock.timers.tick(200);
  assert.match(location.href, /scenario\?s=1$/);
});
