// A lever under the hand: what headline and card show of the value at every frame, and when they stop.

import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {component, open} from './page.js';

const KEY = 'unemployment.benefit_standard';
/** @type {HandWords} */
const WORDS = {
  about: '≈ {says}', year: '{year}年', under: '不到0.1%', share: '（{share}）', months: '{value}个月', before: '{value}个月', gone: '已用尽',
  none: '—', exhausted: '已用尽', beyond: '超出法定限值', dear: '超出成本上限', corridor: '各取值的结果', span: '{first}—{last}', stop: '{says}。',
  comma: '，', dash: '—', below: '{years}起备付低于6个月',
};
/** @type {HandLever} */
const LEVER = {
  of: 'a', at: [0, 5, 6, 10], spending: [[0, -5000], [0, 0], [0, 100000], [0, 140000]], closing: [[0, 5000], [0, 0], [0, -100000], [0, -140000]],
  first: 1, speech: 'one',
  zones: [{kind: 'law', runs: [[0, 7]], name: '法定', ends: '≤ 7', says: '法定 ≤ 7'}, {kind: 'cover', runs: [[0, 5]], name: '备付', ends: '≤ 5', says: '备付 ≤ 5'}],
  ticks: [{kind: 'force', at: 5, says: '现行 5'}],
};
/** @type {HandData} */
const DATA = {
  years: [2021, 2022], floor: 6, spending: [600000, 640000], closing: [800000, 400000], words: WORDS,
  money: {size: 10000, more: 0, wan: '万元', yuan: '元'}, levers: {[KEY]: LEVER},
  speech: {one: {
    says: [{moved: '2022年：支出{gap}{share}', level: '支出不变', of: 'spending', year: 1}, {moved: '，{months}', level: null, of: 'cover', year: 1},
      {moved: '。', level: null, of: null, year: 0}],
    card: [{moved: '支出{gap}', level: null, of: 'spending', year: 1}],
  }},
};
/** @type {Omit<Box, 'of' | 'last'>} */
const BOX = {name: '支出', year: 2022, value: '64,000', unit: '万元', change: '±0', beside: '基线 64,000', stood: '基线 {value}', column: '万元'};
/** @type {HeadlineData} */
const EXACT = {
  which: {title: 'Plan', name: 'Plan', state: ''}, remarks: [],
  says: '方案与基线相同。', strong: false, heard: 0,
  boxes: [{...BOX, of: 'spending', last: false}, {...BOX, of: 'cover', last: true, name: '备付期限', column: '个月'}],
};
/** @type {NumberCard} */
const CARD = {
  key: KEY, of: 'a', name: 'Benefit', unit: 'yuan', month: '2022-01', dated: true, changed: false, value: 5, steps: [['2022-01', 5, '5.0']],
  start: 5, min: 0, max: 99, low: 0, high: 10, step: 1, places: 0, options: null, force: 'In force 5', why: [], courses: [], brief: '', since: '',
  waits: '', line: null, alone: '', latest: '', alerts: [], notes: [], spell: null,
};
/** @type {Omit<LeversData, 'cards' | 'heard'>} */
const PAGE = {
  dataset: 'd', lang: 'zh', folds: [], tools: {start: {label: 'Start', options: [], value: 'next'}, buttons: [], ceiling: null},
  words: {reset: 'Reset', add: '+', remove: 'x', month: 'From', value: 'Value', allowed: 'Allowed', unread: '{value}', months: 'Write'},
};

/** @type {Awaited<ReturnType<typeof component<LeversData>>>} */
let levers;
/** @type {Awaited<ReturnType<typeof component<HeadlineData>>>} */
let headline;
/** @type {Awaited<ReturnType<typeof component<HandData>>>} */
let hands;
const range = () => levers.at('input[type=range]');
/** @param {number} value @param {string[]} kinds */
const slide = (value, ...kinds) => {
  range().value = String(value);
  for (const kind of ['input', ...kinds]) range().dispatchEvent(new window.Event(kind));
  mock.timers.tick(1);
};
const about = () => headline.root.querySelector('.about .answer')?.textContent;
const moving = () => headline.at('.headline').classList.contains('moving');
const card = () => levers.at('p.about');

beforeEach(async () => {
  open();
  headline = await component('<p class="which"></p><div class="headline"></div><div class="remarks"></div>', 'hand', 'remarks', 'headline');
  levers = await component('<div class="levers"></div>', 'hand', 'entry', 'card', 'track', 'controls', 'spell', 'levers');
  hands = await component('<div></div>', 'hand', 'hands');
  headline.draw(EXACT);
  levers.draw({...PAGE, heard: 0, cards: [CARD]});
  hands.draw(DATA);
});

test('the track is painted where values break a condition, with its ends in words and in a table', () => {
  const spans = [...levers.root.querySelectorAll('.zones i')].map((node) => [node.className, node.getAttribute('style')?.replace(/;$/, '')]);
  assert.deepEqual(spans, [['unlawful', 'left: 75%; width: 25%'], ['unfunded', 'left: 55%; width: 45%']]);
  assert.equal(levers.at('.says').textContent, '法定 ≤ 7备付 ≤ 5');
  assert.deepEqual([...levers.root.querySelectorAll('.unseen th')].map((node) => node.textContent), ['法定', '备付', '现行 5']);
});

test('headline and card follow the hand, between places and on both sides of a jump', () => {
  assert.ok(!moving());
  slide(8);
  assert.ok(moving() && range().getAttribute('aria-valuetext') === '8 yuan');
  assert.equal(about(), '≈ 2022年：支出+12,000万元（+18.8%），4.4个月。2022年起备付低于6个月，超出法定限值。');
  assert.equal(card().textContent, '≈ 支出+12,000万元 · 2022年起备付低于6个月 · 超出法定限值');
  slide(6);
  assert.match(String(about()), /支出\+10,000万元/);
  slide(4);
  assert.equal(about(), '≈ 2022年：支出−100万元（−0.2%），7.5个月。');
  assert.equal(headline.root.querySelector('.about dd')?.textContent, '≈ 63,900 万元');
  assert.equal(headline.root.querySelector('.exact dd')?.textContent, '64,000 万元', 'what the run gave stands');
});

test('a hand that returns puts it back, and asks for nothing', () => {
  slide(8);
  slide(5);
  assert.ok(!moving() && card().hidden);
  assert.deepEqual(levers.told, []);
});

test('what is let go stays marked until the run answers', () => {
  slide(8, 'change');
  assert.equal(levers.told.length, 1);
  assert.ok(moving());
  headline.draw({...EXACT, heard: 1, says: 'exact'});
  assert.ok(!moving() && headline.at('.exact .answer').textContent === 'exact');
});

test('an answer to an earlier move leaves what is moved further', () => {
  slide(8, 'change');
  slide(9);
  headline.draw({...EXACT, heard: 1});
  levers.draw({...PAGE, heard: 1, cards: [{...CARD, value: 8, steps: [['2022-01', 8, '8']], changed: true}]});
  assert.ok(moving() && range().value === '9');
});

test('a held arrow key is asked for when it is let go, with every press', () => {
  /** @param {string} kind @param {boolean} repeat */
  const key = (kind, repeat) => range().dispatchEvent(Object.assign(new window.Event(kind), {repeat}));
  key('keydown', false);
  assert.notEqual(range().onkeydown?.(/** @type {any} */ ({repeat: false})), false, 'or the browser would not move the slider');
  slide(6, 'change');
  for (const value of [7, 8, 9]) {
    key('keydown', true);
    slide(value, 'change');
  }
  assert.deepEqual(levers.told.map(([, , value]) => 'steps' in value && value.steps), [[['2022-01', '6']]]);
  headline.draw({...EXACT, heard: 1});
  levers.draw({...PAGE, heard: 1, cards: [{...CARD, value: 6, steps: [['2022-01', 6, '6']], changed: true}]});
  assert.equal(range().value, '9');
  key('keyup', false);
  assert.deepEqual(levers.told.map(([, , value]) => 'steps' in value && value.steps), [[['2022-01', '9']]]);
});

test('nothing is shown of what was worked out under another scenario', () => {
  levers.draw({...PAGE, heard: 0, cards: [{...CARD, of: 'b'}]});
  slide(8);
  assert.ok(!moving() && card().hidden);
  hands.draw({...DATA, levers: {[KEY]: {...LEVER, of: 'b'}}});
  assert.ok(moving(), 'it is shown once it is known');
});

test('buttons step, and repeat while they are held', async () => {
  const more = levers.at('button[aria-label="Benefit +"]');
  more.click();
  assert.equal(range().value, '6');
  assert.equal(levers.told.length, 1);
  const {mock} = await import('node:test');
  more.dispatchEvent(new window.Event('pointerdown'));
  mock.timers.tick(400);
  mock.timers.tick(60);
  assert.equal(range().value, '9');
  more.dispatchEvent(new window.Event('pointerup'));
  mock.timers.tick(1000);
  assert.equal(range().value, '9');
});
