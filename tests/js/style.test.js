// The style of the pages: every property and value is one that CSS knows, every class one that a page or script gives.

import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {fork, generate, parse, walk} from 'css-tree';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** @param {string} pattern */
const files = (pattern) => globSync(pattern, {cwd: ROOT}).sort();
/** @param {string} name */
const read = (name) => readFileSync(ROOT + name, 'utf8');
const SHEETS = files('sifund/**/*.css');
const SOURCES = files('{sifund,pages}/**/*.{py,js}').map(read).join('\n');
const {lexer} = fork({});
/** @type {Record<string, string>} */
const KINDS = {color: 'red', radius: '1px', font: 'serif', height: '1px'};

/** What a variable stands for, by the end of its name: a colour, a radius, a font, a height. @param {string} text */
const plain = (text) => text.replace(/var\(--(?:st|sifund)-[a-z-]*?(color|radius|font|height)(?:,[^)]*)?\)/g, (_, kind) => KINDS[kind]);

/** @param {string} name @returns {[import('css-tree').CssNode, string[]]} the sheet, and what in it cannot be read */
const sheet = (name) => {
  /** @type {string[]} */
  const wrong = [];
  const tree = parse(read(name), {positions: true, parseValue: true, onParseError: (error) => wrong.push(error.message)});
  return [tree, wrong];
};

test('there are sheets', () => assert.ok(SHEETS.length >= 3));

for (const name of SHEETS) {
  test(`${name}: properties and values are CSS`, () => {
    const [tree, wrong] = sheet(name);
    walk(tree, (node) => {
      if (node.type !== 'Declaration' || node.property.startsWith('--')) return;
      const {error} = lexer.matchProperty(node.property, plain(generate(node.value)));
      if (error) wrong.push(`${node.loc?.start.line}: ${generate(node)}: ${error.message}`);
    });
    assert.deepEqual(wrong, []);
  });

  test(`${name}: no colour stands in it`, () => {
    /** @type {string[]} */
    const literal = [];
    walk(sheet(name)[0], (node) => {
      if (node.type === 'Hash' || (node.type === 'Function' && /^(rgb|hsl)a?$/.test(node.name))) literal.push(generate(node));
      if (node.type === 'Identifier' && !lexer.match('<named-color>', node.name).error) literal.push(node.name);
    });
    assert.deepEqual(literal, []);
  });

  test(`${name}: no rule says a property twice`, () => {
    /** @type {string[]} */
    const twice = [];
    walk(sheet(name)[0], (node) => {
      if (node.type !== 'Rule') return;
      const names = node.block.children.toArray().flatMap((child) => (child.type === 'Declaration' ? [child.property] : []));
      twice.push(...names.filter((property, at) => names.indexOf(property) !== at));
    });
    assert.deepEqual(twice, []);
  });

  test(`${name}: every class is given somewhere`, () => {
    /** @type {string[]} */
    const classes = [];
    walk(sheet(name)[0], (node) => {
      if (node.type === 'ClassSelector' && !node.name.startsWith('st')) classes.push(node.name);
    });
    assert.deepEqual(classes.filter((one) => !new RegExp(`\\b${one}\\b`).test(SOURCES)), []);
  });

  // Else the browser looks at the whole page again with every node that a chart or a title adds.
  test(`${name}: what hangs on what stands elsewhere (:has) is named by class or tag`, () => {
    /** @type {string[]} */
    const wide = [];
    walk(sheet(name)[0], function (node) {
      if (node.type !== 'Rule' || node.prelude.type !== 'SelectorList' || generate(this.atrule?.prelude ?? node.prelude) === 'print') return;
      for (const selector of node.prelude.children.toArray()) {
        const parts = selector.type === 'Selector' ? selector.children.toArray() : [];
        const last = parts.findLastIndex((part) => part.type === 'Combinator');
        const [above, named] = [parts.slice(0, Math.max(last, 0)), parts.slice(last + 1)].map((some) => some.map((part) => generate(part)).join(''));
        if (above.includes(':has(') && named.includes('[')) wide.push(generate(selector));
      }
    });
    assert.deepEqual(wide, []);
  });
}
