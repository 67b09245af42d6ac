// The cards: what they show, what they tell, and what they keep.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {component, enter, open} from './page.js';

/** @type {Words} */
const WORDS = {reset: 'Reset', add: '+ step', remove: 'Remove', month: 'From', value: 'Value', allowed: 'Allowed:', unread: '{value} is no number. {allowed}', months: 'Write 2022-01.'};
/** @type {NumberCard} */
const BENEFIT = {
  key: 'unemployment.benefit_standard', of: 'a', name: 'Benefit', unit: 'yuan', month: '2022-01', dated: true, changed: false,
  value: 1323, steps: [['2022-01', 1323, '1323.0']], start: 1323, min: 0, max: 9000, low: 1000, high: 2000, step: 10, places: 2,
  options: null, force: 'In force 1,323', why: ['Help'], courses: [['Baseline', [['2022', '1,323'], ['2023', '1,402']]]],
  brief: '', since: '', waits: '', line: null, alone: '', latest: '', alerts: [], notes: [], spell: null,
};
/** @type {ChoiceCard} */
const GATE = {
  ...BENEFIT, key: 'unemployment.refund_gate', name: 'Gate', unit: '', value: 'pay', steps: [['2022-01', 'pay', 'pay']],
  start: 'pay', min: 'pay', max: 'stop', low: 'pay', high: 'stop', options: [['pay', 'Pay'], ['stop', 'Stop']],
};
/** @type {Step<number>[]} */
const STEPS = [['2022-01', 1530, '1530.0'], ['2023-01', 1621.81, '1621.8123']];
const DATASET = 'urumqi-2021.abcdef';

/** @type {Awaited<ReturnType<typeof component<LeversData>>>} */
let levers;
/** @param {CardData[]} cards @param {Partial<LeversData>} more */
const draw = (cards, more = {}) => levers.draw({
  dataset: DATASET, lang: 'zh', heard: 0, words: WORDS, cards, folds: [],
  tools: {start: {label: 'Start', options: [['next', 'Next'], ['base', 'Base']], value: 'next'},
    buttons: [['undo', 'Undo', false], ['reset', 'Reset all', true]], ceiling: null},
  ...more,
});
const steps = () => levers.told.map(([, , value]) => 'steps' in value && value.steps);
const act = () => levers.told.map(([, , value]) => 'act' in value && value.act);
/** @param {string} selector */
const press = (selector) => levers.at(selector).click();

beforeEach(async () => {
  open();
  levers = await component('<div class="levers"></div>', 'hand', 'entry', 'card', 'track', 'controls', 'spell', 'levers');
});

test('a card shows what it is sent, and nothing for what is empty', () => {
  draw([{...BENEFIT, alerts: ['Legal alert 2023'], since: 'Changed from 2022-01'}]);
  assert.equal(levers.at('h3').textContent, 'Benefit');
  assert.equal(levers.at('section').getAttribute('aria-labelledby'), levers.at('h3').id);
  assert.equal(levers.at('input[type=number]').value, '1323');
  assert.equal(levers.at('.alerts').textContent, 'Legal alert 2023');
  assert.deepEqual([...levers.root.querySelectorAll('.paths li')].map((li) => li.textContent), ['20221,323', '20231,402']);
  assert.ok(levers.at('.notes').hidden && levers.at('.error').hidden && levers.at('.does').hidden);
  assert.ok(levers.at('[aria-label="Reset Benefit"]').hidden);
});

test('the style is laid beside the cards, once', () => {
  draw([BENEFIT]);
  draw([{...BENEFIT, value: 1400}]);
  assert.deepEqual([...levers.root.querySelectorAll('style')].map((style) => style.textContent), ['.one {margin: 0}']);
});

test('a limit of the law stands beside the path, named, and has a gap where no rule is known', () => {
  draw([{...BENEFIT, line: {base: [1323, 1400, 1480], own: [1323, 1530, 1600], limits: [['By law below', [null, 1700, 1700]]]}}]);
  const line = levers.at('.line .limit');
  assert.equal(line.textContent, 'By law below');
  assert.equal(line.getAttribute('points'), '30.0,0.0 60.0,0.0');
  assert.equal(levers.root.querySelectorAll('.line polyline').length, 3);
});

test('what a card does, and what speaks against it, is one line that opens, and stays open', () => {
  draw([{...BENEFIT, brief: 'Legal alerts: 1', alerts: ['Legal alert 2023'], changed: true}]);
  const does = /** @type {HTMLDetailsElement} */ (/** @type {unknown} */ (levers.at('.does')));
  assert.equal(does.querySelector('summary')?.textContent, 'Legal alerts: 1');
  assert.ok(!does.hidden && !does.open && does.classList.contains('warns'));
  does.open = true;
  draw([{...BENEFIT, brief: 'Alone, 2022: no change', alone: 'Alone, 2022: no change', changed: true}]);
  assert.ok(does.open && does.isConnected && !does.classList.contains('warns'));
});

test('box and slider move as one and tell text, with the dataset that it is meant for', () => {
  draw([BENEFIT]);
  const [box, range] = [levers.at('input[type=number]'), levers.at('input[type=range]')];
  enter(box, '1530');
  assert.deepEqual(levers.told, [[1, 'set', {dataset: DATASET, lang: 'zh', key: BENEFIT.key, steps: [['2022-01', '1530']]}]]);
  assert.equal(range.value, '1530');
  enter(range, '1600');
  assert.equal(box.value, '1600');
  assert.deepEqual(levers.told.length, 1, 'of one lever the latest counts');
  assert.deepEqual(steps(), [[['2022-01', '1600']]]);
});

test('the slider steps from the value it starts at, and its ends are not passed', () => {
  draw([{...BENEFIT, low: 1001, high: 1999}]);
  const range = levers.at('input[type=range]');
  assert.deepEqual([range.min, range.max, range.step], ['993', '2003', '10']);
  enter(range, '2003');
  assert.deepEqual(steps(), [[['2022-01', '1999']]]);
});

for (const wrong of ['9000.01', '-1', '']) {
  test(`“${wrong}” is refused with what is allowed, and told to nobody`, () => {
    draw([BENEFIT]);
    enter(levers.at('input[type=number]'), wrong);
    assert.equal(levers.at('.error').textContent, 'Allowed: 0–9000 yuan');
    assert.deepEqual(levers.told, []);
    enter(levers.at('input[type=number]'), '9000');
    assert.deepEqual(steps(), [[['2022-01', '9000']]]);
  });
}

test('an answer to an earlier move does not undo a later one', () => {
  draw([BENEFIT]);
  const box = levers.at('input[type=number]');
  enter(box, '1500');
  enter(box, '1600');
  draw([{...BENEFIT, value: 1500, steps: [['2022-01', 1500, '1500.0']], changed: true}], {heard: 1});
  assert.equal(box.value, '1600');
  draw([{...BENEFIT, value: 1600, steps: [['2022-01', 1600, '1600.0']], changed: true}], {heard: 2});
  assert.equal(box.value, '1600');
  draw([BENEFIT], {heard: 3});
  assert.equal(box.value, '1323');
});

test('nor where another part of the page has heard of the later one already', () => {
  draw([BENEFIT]);
  const box = levers.at('input[type=number]');
  enter(box, '1500');
  enter(box, '1600');
  window.sifund?.hear(2); // the headline of the run that answers both, before its cards have come
  draw([{...BENEFIT, value: 1500, steps: [['2022-01', 1500, '1500.0']], changed: true}], {heard: 1});
  assert.equal(box.value, '1600');
  draw([BENEFIT], {heard: 2});
  assert.equal(box.value, '1323');
});

test('what was refused by the server is put back, though the card says the same as before', () => {
  draw([BENEFIT]);
  enter(levers.at('input[type=number]'), '1500');
  draw([BENEFIT], {heard: 1});
  assert.equal(levers.at('input[type=number]').value, '1323');
});

test('what is being typed is left alone', () => {
  draw([BENEFIT]);
  const box = levers.at('input[type=number]');
  box.value = '15';
  box.dispatchEvent(new window.Event('input'));
  draw([{...BENEFIT, value: 1400}]);
  assert.equal(box.value, '15');
  box.dispatchEvent(new window.Event('blur'));
  draw([{...BENEFIT, value: 1401}]);
  assert.equal(box.value, '1401');
});

test('a card put back tells no steps', () => {
  draw([{...BENEFIT, changed: true}]);
  press('[aria-label="Reset Benefit"]');
  assert.deepEqual(steps(), [[]]);
});

test('several steps are a table; what is not touched goes back in full', () => {
  draw([{...BENEFIT, steps: STEPS, changed: true}]);
  assert.equal(levers.root.querySelector('input[type=range]'), null);
  enter(levers.at('[data-at="0-1"]'), '1550');
  assert.deepEqual(steps(), [[['2022-01', '1550'], ['2023-01', '1621.8123']]]);
  enter(levers.at('[data-at="1-0"]'), '2024-07');
  assert.deepEqual(steps(), [[['2022-01', '1530.0'], ['2024-07', '1621.8123']]]);
  press('[data-at="0-2"]');
  assert.deepEqual(steps(), [[['2023-01', '1621.8123']]]);
});

test('a month or a value that cannot be is refused in the table too', () => {
  draw([{...BENEFIT, steps: STEPS}]);
  for (const month of ['2024-13', '2024-1', '24-01', '２０２４-01', '']) {
    enter(levers.at('[data-at="1-0"]'), month);
    assert.equal(levers.at('.error').textContent, WORDS.months);
  }
  enter(levers.at('[data-at="1-1"]'), '9999');
  assert.equal(levers.at('.error').textContent, 'Allowed: 0–9000 yuan');
  assert.deepEqual(levers.told, []);
});

test('the focus stays in its cell when the table is drawn again', () => {
  draw([{...BENEFIT, steps: STEPS}]);
  levers.at('[data-at="1-1"]').focus();
  draw([{...BENEFIT, steps: [STEPS[0], ['2023-01', 1700, '1700.0']]}]);
  assert.equal(document.activeElement, levers.at('[data-at="1-1"]'));
});

test('a choice is a group of its own, and leaves nothing behind when steps replace it', () => {
  draw([GATE]);
  assert.equal(levers.at('section [role=radiogroup]').getAttribute('aria-labelledby'), levers.at('h3').id);
  const [pay, stop] = levers.root.querySelectorAll('section input');
  assert.ok(/** @type {HTMLInputElement} */ (pay).checked);
  /** @type {HTMLInputElement} */ (stop).click();
  assert.deepEqual(steps(), [[['2022-01', 'stop']]]);
  draw([{...GATE, steps: [['2022-01', 'pay', 'pay'], ['2023-01', 'stop', 'stop']]}], {heard: 1});
  assert.equal(levers.root.querySelector('section [role=radiogroup]'), null);
  const select = /** @type {unknown} */ (levers.at('[data-at="1-1"]'));
  enter(/** @type {HTMLSelectElement} */ (select), 'pay');
  assert.deepEqual(steps(), [[['2022-01', 'pay'], ['2023-01', 'pay']]]);
});

test('a step more, the start and the toolbar are acts', () => {
  draw([BENEFIT]);
  press('[aria-label="+ step: Benefit"]');
  assert.deepEqual(act(), [['add', BENEFIT.key]]);
  const [next, base] = levers.root.querySelectorAll('.tools input');
  assert.ok(/** @type {HTMLInputElement} */ (next).checked);
  /** @type {HTMLInputElement} */ (base).click();
  const [undo, reset] = /** @type {NodeListOf<HTMLButtonElement>} */ (levers.root.querySelectorAll('.tools button'));
  assert.ok(undo.disabled && !reset.disabled);
  reset.click();
  assert.deepEqual(act(), [['add', BENEFIT.key], ['start', 'base'], ['reset', '']]);
});

test('the limit of cost is typed, taken away, and is not overwritten while it is typed', () => {
  /** @param {string} value */
  const show = (value) => draw([BENEFIT], {tools: {start: {label: 'Start', options: [], value: 'next'}, buttons: [],
    ceiling: {fund: 'unemployment', label: 'Limit (million yuan)', help: 'Help', value}}});
  show('');
  const box = /** @type {HTMLInputElement} */ (/** @type {unknown} */ (levers.at('.ceiling input')));
  enter(box, '50');
  assert.deepEqual(act(), [['ceiling', ['unemployment', 'zh', '50']]]);
  show('50');
  assert.equal(box.value, '50');
  box.focus();
  box.value = '5';
  show('60');
  assert.equal(box.value, '5');
  box.blur();
  show('');
  assert.equal(box.value, '');
  assert.equal(levers.at('.ceiling').textContent, 'Limit (million yuan)');
  draw([BENEFIT]);
  assert.ok(levers.at('.ceiling').hidden);
});

test('a fold says when it is opened, once, and then shows its cards', () => {
  draw([BENEFIT], {folds: [{key: 'rest', name: 'More', open: false, cards: []}]});
  const fold = /** @type {HTMLDetailsElement} */ (/** @type {unknown} */ (levers.at('.fold')));
  fold.open = true;
  fold.dispatchEvent(new window.Event('toggle'));
  assert.deepEqual(act().at(-1), ['fold', ['rest', true]]);
  const told = levers.told.length;
  draw([BENEFIT], {folds: [{key: 'rest', name: 'More', open: true, cards: [GATE]}], heard: 0});
  fold.dispatchEvent(new window.Event('toggle'));
  assert.equal(levers.told.length, told);
  assert.equal(levers.at('.fold section h3').textContent, 'Gate');
});

test('cards keep their nodes while the list of them stays', () => {
  draw([BENEFIT, GATE]);
  const nodes = [...levers.root.querySelectorAll('section')];
  draw([{...BENEFIT, value: 1400}, GATE]);
  assert.deepEqual([...levers.root.querySelectorAll('section')], nodes);
  draw([GATE]);
  assert.equal(levers.root.querySelectorAll('section').length, 1);
});

test('points, years and the first year are told together, and what is typed in one of them stays', () => {
  const spell = {form: ['Up', 'points for', 'years from', ''], boxes: /** @type {[string, string][]} */ ([['points', '2'], ['years', '2'], ['first', '2022']]),
    apply: 'Apply', says: ''};
  draw([BENEFIT, {...BENEFIT, key: 'economy.unemployment_rate', spell}]);
  const [none, card] = [...levers.root.querySelectorAll('section')].map((section) => /** @type {HTMLElement} */ (section.querySelector('.spell')));
  assert.ok(none.hidden && !card.hidden);
  const boxes = [...card.querySelectorAll('input')];
  assert.deepEqual(boxes.map((box) => [box.ariaLabel, box.value]), spell.boxes);
  assert.equal(card.textContent, 'Uppoints foryears fromApply');
  boxes[1].focus();
  boxes[1].value = '3';
  draw([BENEFIT, {...BENEFIT, key: 'economy.unemployment_rate', spell: {...spell, says: 'Up two points.'}}]);
  assert.equal(boxes[1].value, '3');
  assert.equal(card.querySelector('p')?.textContent, 'Up two points.');
  card.querySelector('button')?.click();
  assert.deepEqual(act(), [['spell', ['economy.unemployment_rate', '2', '3', '2022']]]);
});

test('what is pasted is taken for the number that it says, or refused whole: never for the signs that a browser knows of it', () => {
  draw([BENEFIT]);
  const box = levers.at('input[type=number]');
  /** @type {string[]} */
  const put = [];
  document.execCommand = (_, __, text) => Boolean(put.push(String(text)));
  /** @param {string} data @returns {boolean} whether the browser is left to put it in */
  const paste = (data) => {
    const event = Object.assign(new window.Event('beforeinput', {cancelable: true}), {data});
    return box.dispatchEvent(event);
  };
  ['1600', '1e3', '.5', '7', 'x', ','].forEach((text) => assert.ok(paste(text), text));
  ['−5', '１，５００ yuan', '1 600\n', '1,530 yuan', '＋２'].forEach((text) => assert.ok(!paste(text), text));
  assert.deepEqual(put, ['-5', '1500', '1600', '1530', '+2']);
  assert.ok(levers.at('.error').hidden);
  ['1,5', '1.6千', '77.8%', '1530@2023-01', '0x10', '1.5.2', '16\n00', '<b>1</b>', '1e309', 'abc'].forEach((text) => {
    assert.ok(!paste(text), text);
    assert.equal(levers.at('.error').textContent, `${text} is no number. Allowed: 0–9000 yuan`);
  });
  assert.deepEqual([put.length, box.value], [5, '1323']);
});
