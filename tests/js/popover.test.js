// A popover under the keyboard: it takes the focus, Tab goes round, and a pointer is left alone.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {alone, open} from './page.js';

const button = () => /** @type {HTMLElement} */ (document.querySelector('[data-testid=stPopoverButton]'));
const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const here = () => document.activeElement?.id;
const soon = () => new Promise((done) => setImmediate(done));

/** What Streamlit does when the button is pressed. */
const layOut = () => {
  button().setAttribute('aria-expanded', 'true');
  document.body.insertAdjacentHTML('beforeend',
    '<div data-testid="stPopoverBody" id="body"><input id="one"><button id="off" disabled></button><button id="two"></button></div>');
};

/** @param {boolean} back @returns whether the browser is left to go on by itself */
const tab = (back = false) => (document.activeElement ?? document.body).dispatchEvent(
  new window.KeyboardEvent('keydown', {key: 'Tab', shiftKey: back, bubbles: true, cancelable: true}));

beforeEach(async () => {
  open();
  document.body.innerHTML = '<button data-testid="stPopoverButton" aria-expanded="false" id="button"><p id="words">Save</p></button><input id="other">';
  await alone('popover');
  button().focus();
});

test('opened by the keyboard it takes the focus once it is laid out', async () => {
  at('words').dispatchEvent(new window.MouseEvent('click', {detail: 0, bubbles: true}));
  assert.equal(here(), 'button');
  layOut();
  await soon();
  assert.equal(here(), 'body');
});

test('opened by a pointer, and closed by the keyboard, it does not', async () => {
  button().dispatchEvent(new window.MouseEvent('click', {detail: 1, bubbles: true}));
  layOut();
  await soon();
  assert.equal(here(), 'button');
  button().dispatchEvent(new window.MouseEvent('click', {detail: 0, bubbles: true}));
  at('other').setAttribute('aria-expanded', 'false');
  await soon();
  assert.equal(here(), 'button');
});

test('Tab goes round in it and its button, both ways', () => {
  layOut();
  assert.ok(!tab() && here() === 'one');
  assert.ok(tab() && here() === 'one'); // between its own the browser knows the way
  at('two').focus();
  assert.ok(!tab() && here() === 'button');
  at('one').focus();
  assert.ok(!tab(true) && here() === 'button');
  at('body').focus();
  at('other').focus();
  assert.ok(tab() && here() === 'other');
});
