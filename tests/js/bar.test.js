// The bar: links that take the address along, the language, and what it says while the line is down.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {component, open} from './page.js';

/** @type {BarData} */
const DATA = {
  label: 'Pages', links: [['Overview', './', false], ['What if?', './scenario', true]], lang: 'zh', other: ['en', 'English'],
  away: 'The line is down.', line: {session: 'one', heard: 0, holds: []},
};
/** @type {Awaited<ReturnType<typeof component<BarData>>>} */
let bar;

beforeEach(async () => {
  open();
  bar = await component('<nav class="bar"></nav>', 'history', 'popover', 'names', 'bar');
  bar.draw(DATA);
});

test('the page that is shown is marked, and the document has the language', () => {
  assert.equal(bar.at('[aria-current=page]').textContent, 'What if?');
  assert.equal(document.documentElement.lang, 'zh-CN');
  assert.equal(bar.at('nav').ariaLabel, 'Pages');
  assert.equal(bar.at('[role=status]').textContent, 'The line is down.');
});

test('the bar lays the style of the pages where the page was served without it', async () => {
  assert.equal(bar.root.querySelectorAll('style').length, 1);
  document.body.insertAdjacentHTML('afterbegin', '<link rel="stylesheet" href="./style.0123.css">');
  const dressed = await component('<nav class="bar"></nav>', 'history', 'popover', 'names', 'bar');
  dressed.draw(DATA);
  assert.equal(dressed.root.querySelectorAll('style').length, 0);
});

test('a link takes the query along as it is when it is used', () => {
  window.history.replaceState(null, '', '/scenario?s=1%3Ba.b%3D2');
  const link = bar.at('a');
  link.dispatchEvent(new window.Event('pointerdown'));
  assert.equal(link.getAttribute('href'), './?s=1%3Ba.b%3D2');
});

test('a plain click goes by the session; the page shown stays; other clicks are the browser’s', () => {
  /** @param {MouseEventInit} how */
  const click = (how, at = 'a') => {
    const event = new window.MouseEvent('click', {cancelable: true, ...how});
    bar.at(at).dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.ok(!click({ctrlKey: true}) && !click({metaKey: true}) && !click({button: 1}));
  assert.ok(click({}, '[aria-current]'));
  assert.deepEqual(bar.told, []);
  assert.ok(click({}));
  assert.deepEqual(bar.told, [[1, 'go', {page: 0}]]);
});

test('the language is asked for by its code', () => {
  bar.at('button').click();
  assert.deepEqual(bar.told, [[1, 'lang', {code: 'en'}]]);
});

test('what is the same is not drawn again, and the focus stays where it was', () => {
  const link = bar.at('a');
  bar.draw({...DATA, line: {...DATA.line, heard: 3}});
  assert.equal(bar.at('a'), link);
  bar.at('button').focus();
  bar.draw({...DATA, lang: 'en', other: ['zh', '中文']});
  assert.equal(document.activeElement, bar.at('button'));
  assert.equal(bar.at('button').textContent, '中文');
});

test('P goes to the stage from any page; its other keys do nothing elsewhere, and none does while something is typed', () => {
  /** @param {string} key @param {Element} at */
  const press = (key, at = document.body) => at.dispatchEvent(new window.KeyboardEvent('keydown', {key, bubbles: true, composed: true}));
  for (const key of ['ArrowRight', '1', 'Escape', 'b']) press(key);
  assert.deepEqual(bar.told, []);
  const input = document.body.appendChild(document.createElement('input'));
  press('p', input);
  assert.deepEqual(bar.told, []);
  press('p');
  assert.equal(JSON.stringify(bar.told), JSON.stringify([[1, 'stage', {key: 'toggle'}]]));
  const stage = document.body.appendChild(document.createElement('div'));
  stage.className = 'st-key-stage';
  press('b');
  assert.ok(document.documentElement.hasAttribute('data-blank'));
  press('ArrowRight');
  assert.ok(!document.documentElement.hasAttribute('data-blank'));
});

/** Streamlit's own controls, and some of ours, as it lays them out. */
const CONTROLS = `<button id="up" aria-label="Increment"></button><b id="own" aria-label="Benefit −"></b>
  <section data-testid="stFileUploaderDropzone"><input id="file" aria-label="file upload"><button id="drop">Upload</button></section>
  <button id="data" aria-label="Show data: 备付: 6"></button><button id="saved" aria-label="Download as CSV"></button>
  <button id="off" aria-label="Remove 参数"></button><input id="which" placeholder="Choose an option">
  <span role="alert">Error: Number is outside the allowed range. Please enter a value between 0 and 60.</span>
  <div data-testid="InputInstructions"><span id="enter">Press Enter to apply</span></div><p id="words">Fullscreen</p>`;
/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const name = (id) => at(id).getAttribute('aria-label') ?? at(id).getAttribute('placeholder') ?? at(id).textContent;
const IN_ENGLISH = ['up', 'own', 'file', 'data', 'saved', 'off', 'which', 'enter', 'words'];

test('Streamlit\'s own words are in the language of the page, ours are left alone', () => {
  document.body.insertAdjacentHTML('beforeend', CONTROLS);
  const before = IN_ENGLISH.map(name), alert = () => document.querySelector('[role=alert]')?.textContent;
  bar.draw({...DATA, lang: 'zh'});
  assert.deepEqual([...IN_ENGLISH, 'drop'].map(name), ['增加', 'Benefit −', '选择文件，或拖到这里', '看数据：备付: 6', 'Download as CSV', '移除参数',
    '请选择', '按回车键生效', 'Fullscreen', '选择文件，或拖到这里']);
  assert.equal(alert(), '超出允许的范围，请填写0至60之间的数。');
  bar.draw({...DATA, lang: 'en'});
  assert.deepEqual(IN_ENGLISH.map(name), before);
  assert.match(alert() ?? '', /^Error: Number is outside/);
});

test('what Streamlit calls otherwise later is called anew', () => {
  document.body.insertAdjacentHTML('beforeend', CONTROLS);
  bar.draw({...DATA, lang: 'zh'});
  at('up').setAttribute('aria-label', 'Decrement');
  /** @type {Text} */ (at('enter').firstChild).data = 'Press Enter to submit form';
  bar.draw({...DATA, lang: 'zh'});
  assert.deepEqual(['up', 'enter'].map(name), ['减少', '按回车键提交']);
  bar.draw({...DATA, lang: 'en'});
  assert.deepEqual(['up', 'enter'].map(name), ['Decrement', 'Press Enter to submit form']);
});
