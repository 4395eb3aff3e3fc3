import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { paragraph } from '../../scripts/shared/docs/paragraph';
import { renderParts } from '../../scripts/shared/docs/parts';
import { renderPage, updateDocs } from '../../scripts/shared/docs/update-docs';

const root = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The pages whose figures are all rendered, and the parts that they have to have. */
const PAGES = {
  'README.md': ['five-numbers'],
  'docs/results.md': [
    ...['shipped-model', 'crowd-model', 'teachers', 'runs', 'ablations', 'experiments', 'losses'],
    ...['comparison', 'comparison-votes', 'comparison-photographs', 'published'],
  ],
  'docs/benchmarks.md': ['benchmarks', 'benchmark-notes'],
  'docs/zoo.md': ['zoo'],
  'docs/fast-training.md': ['profiles'],
  'models/README.md': ['exports'],
};

describe('README.md and docs/', () => {
  it('have the figures of the card and of docs/data', async () => {
    assert.deepEqual(await updateDocs({ check: true }), [], 'Run `npm run docs`.');
  });

  it('have every table of figures between marks', () => {
    for (const [file, names] of Object.entries(PAGES)) {
      const page = read(file);
      const found = [...page.matchAll(/<!-- begin:([\w-]+) -->/g)].map(([, name]) => name);
      assert.deepEqual(found, names, file);
      const outside = page.replace(/<!-- begin:([\w-]+) -->[^]*?<!-- end:\1 -->/g, '');
      // These have tables of words.
      if (!file.endsWith('README.md'))
        assert.ok(!/^\|/m.test(outside), `${file} has a table outside of marks`);
    }
  });

  it('have five numbers in README, each with its split or its contender', async () => {
    const parts = await renderParts();
    const rows = parts['five-numbers'].split('\n').slice(2);
    assert.equal(rows.length, 5);
    for (const row of rows) assert.match(row, /\| [\d.]+(?: %|x)? +\| .*(?:privateTest|the speed of)/);
    assert.ok(rows[0].includes(parts['shipped-accuracy']));
    assert.ok(rows[1].includes(parts['crowd-accuracy']));
  });

  it('would differ after a change of any figure', async () => {
    const parts = await renderParts();
    for (const [file, names] of Object.entries(PAGES))
      for (const name of names) {
        // A digit of the last figure in the part, as somebody would mistype it.
        const page = read(file).replace(
          new RegExp(`(<!-- begin:${name} -->[^]*?)\\d(\\D*<!-- end:${name} -->)`),
          '$1x$2',
        );
        if (/\d/.test(parts[name])) assert.notEqual(page, read(file), name);
        assert.equal(renderPage(page, { file, parts }), read(file), name);
      }
  });
});

describe('renderPage()', () => {
  const options = { file: 'a.md', parts: { one: '1', two: '| 2 |' } };

  it('replaces parts inside a line and on lines of their own, and keeps the rest', () => {
    const page = 'About <!-- begin:one -->0<!-- end:one --> %.\n\n<!-- begin:two -->\n<!-- end:two -->\n';
    const rendered = renderPage(page, options);
    assert.equal(
      rendered,
      'About <!-- begin:one -->1<!-- end:one --> %.\n\n<!-- begin:two -->\n\n| 2 |\n\n<!-- end:two -->\n',
    );
    assert.equal(renderPage(rendered, options), rendered);
  });

  it('refuses an unknown part, one without an end, and one that comes twice', () => {
    const one = '<!-- begin:one -->0<!-- end:one -->';
    assert.throws(
      () => renderPage('<!-- begin:three --><!-- end:three -->', options),
      /part three of a\.md to be one of one, two but found none of them/,
    );
    assert.throws(() => renderPage('<!-- begin:one -->', options), /to end with <!-- end:one -->/);
    assert.throws(
      () => renderPage(one + one, options),
      /part one of a\.md to be there once but found several/,
    );
  });
});

describe('paragraph()', () => {
  it('breaks between words, but not in code or before a percent sign', () => {
    const word = 'x'.repeat(48);
    assert.equal(paragraph(`${word} ${word} a b`), `${word} ${word} a\nb`);
    assert.equal(paragraph(`${word} ${word} \`a b\``), `${word} ${word}\n\`a b\``);
    assert.equal(paragraph(`${word} ${word} 1 %`), `${word} ${word}\n1 %`);
    assert.equal(paragraph(`${word} ${word}a b`, { bullet: true }), `- ${word} ${word}a\n  b`);
  });
});
