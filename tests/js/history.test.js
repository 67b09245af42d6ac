// Entries of the browser's history: one for each thing that a person does.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
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
