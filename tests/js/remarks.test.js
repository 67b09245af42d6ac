// What stands beside the figures: what of it is open stays open, and is the same element, when its words change.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {component, open} from './page.js';

/** @type {Awaited<ReturnType<typeof component<HeadlineData>>>} */
let row;
/** @param {string[]} alerts */
const draw = (...alerts) => row.draw({which: {title: 'Plan, version 1', name: 'Plan', state: ''}, says: 'It stays.', strong: false, boxes: [], heard: 0, remarks: [
  {kind: 'alerts', title: `Legal alerts: ${alerts.length}`, about: 'They inform.', says: alerts.map((name) => [name, ' is above its limit'])},
  {kind: 'basis', title: 'Basis', about: '', says: [['', 'The base year is reported.']]},
]});
const details = () => /** @type {HTMLDetailsElement[]} */ ([...row.root.querySelectorAll('details')]);

beforeEach(async () => {
  open();
  row = await component('<p class="which"></p><div class="headline"></div><div class="remarks"></div>', 'hand', 'remarks', 'headline');
});

test('each kind is one line, and nothing is not seen', () => {
  draw();
  assert.deepEqual(details().map((one) => [one.className, one.hidden, one.open]), [['alerts', true, false], ['basis', false, false]]);
});

test('what is open stays open while alerts come and go', () => {
  draw('Benefit');
  const [alerts] = details();
  alerts.open = true;
  draw('Benefit', 'Refund');
  assert.ok(alerts === details()[0] && alerts.open && alerts.isConnected);
  assert.equal(row.at('.alerts summary').textContent, 'Legal alerts: 2');
  assert.deepEqual([...row.root.querySelectorAll('.alerts strong')].map((one) => one.textContent), ['Benefit', 'Refund']);
  draw();
  assert.ok(alerts.hidden);
});
