// The line to the server: nothing is lost, nothing is told twice as new.

import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {line as start, open} from './page.js';

/** @type {Line} */
let line;
/** @type {AnyEvent[][]} */
let told;
const last = () => told.at(-1);
/** @param {string} value */
const set = (value, key = 'a.b') => line.say('set', {dataset: 'd', lang: 'zh', key, steps: [['2022-01', value]]});
/** @param {string} state */
const connection = (state) => {
  /** @type {HTMLElement} */ (document.querySelector('[data-testid=stApp]')).dataset.testConnectionState = state;
  line.look();
};

beforeEach(async () => {
  open();
  line = await start();
  told = [];
  line.tell = (events) => void told.push([...events]);
});

test('of one lever the latest counts, another lever and another act come after it', () => {
  set('1');
  set('2');
  set('3', 'c.d');
  line.say('lang', {code: 'en'});
  assert.deepEqual(last()?.map(([number, kind]) => [number, kind]), [[2, 'set'], [3, 'set'], [4, 'lang']]);
  assert.ok(line.waits('a.b') && !line.waits('x.y'));
});

test('what a run has heard of is dropped, and numbers go on from there', () => {
  set('1');
  line.hear(1);
  assert.ok(!line.waits('a.b'));
  line.hear(7);
  set('2');
  assert.deepEqual(last()?.map(([number]) => number), [8]);
});

test('what nobody has heard of is told again until it is', () => {
  set('1');
  mock.timers.tick(5000);
  mock.timers.tick(5000);
  assert.equal(told.length, 3);
  line.hear(1);
  mock.timers.tick(60000);
  assert.equal(told.length, 3);
});

test('while the line is down all waits; then the page is asked for and all goes with it, in order', () => {
  line.drawn('one', 0, [['file', 'a.zip']]);
  connection('DISCONNECTED');
  assert.equal(document.documentElement.dataset.line, 'down');
  set('1');
  mock.timers.tick(60000);
  assert.deepEqual(told, []);
  connection('CONNECTED');
  assert.equal(document.documentElement.dataset.line, 'up');
  assert.deepEqual(last()?.map(([number, kind]) => [number, kind]), [[1, 'set'], [2, 'back']]);
  assert.deepEqual(last()?.[1][2], {lost: [['file', 'a.zip']]});
  line.drawn('two', 1, []);
  assert.equal(document.documentElement.dataset.line, 'up', 'not answered yet');
  line.drawn('two', 2, []);
  assert.equal(document.documentElement.dataset.line, undefined);
});

test('what a session held is told until one has heard of it, though the line breaks again', () => {
  line.drawn('one', 0, [['file', 'a.zip']]);
  connection('DISCONNECTED');
  connection('CONNECTED');
  line.drawn('two', 0, []);
  connection('DISCONNECTED');
  connection('CONNECTED');
  assert.deepEqual(last()?.[0][2], {lost: [['file', 'a.zip']]});
  line.drawn('three', 2, [['accepted', '2']]);
  assert.deepEqual(line.holds, [['accepted', '2']]);
});

test('a line that breaks again while it comes back asks once', () => {
  connection('DISCONNECTED');
  connection('CONNECTED');
  connection('DISCONNECTED');
  connection('CONNECTED');
  assert.deepEqual(last()?.map(([number, kind]) => [number, kind]), [[2, 'back']]);
});

test('another session is told what the one before has not done', () => {
  line.drawn('one', 0, []);
  set('1');
  line.drawn('one', 0, []);
  assert.equal(told.length, 1);
  line.drawn('two', 0, []);
  assert.equal(told.length, 2);
});

test('a page has one line, whichever component comes first', async () => {
  assert.equal(await start(), line);
});

test('a run that takes long is seen to, a short one is not', () => {
  /** @param {string} state @param {number} ms how long it lasts */
  const script = (state, ms) => {
    /** @type {HTMLElement} */ (document.querySelector('[data-testid=stApp]')).dataset.testScriptState = state;
    line.look();
    mock.timers.tick(ms);
    return 'slow' in document.documentElement.dataset;
  };
  assert.deepEqual([script('running', 499), script('notRunning', 9999)], [false, false]);
  assert.deepEqual([script('running', 500), script('notRunning', 0)], [true, false]);
});
