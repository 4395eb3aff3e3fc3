import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { listNotebooks } from '../../scripts/shared/notebooks/list-notebooks.mjs';
import { stripNotebook } from '../../scripts/shared/notebooks/strip-notebook.mjs';
import { withoutAnswers } from '../../scripts/shared/notebooks/without-answers';
import { makeHandouts } from '../../scripts/site/make-handouts';

interface Kept {
  cells: { id: string; source: string[] }[];
  metadata: object;
}

/** The sources of the cells that are left of these, by id. */
function left(cells: object[]): Record<string, string> {
  const file = { cells, metadata: { kernelspec: { name: 'tslab' } }, nbformat: 4, nbformat_minor: 5 };
  const kept = JSON.parse(withoutAnswers(JSON.stringify(file), { file: 'x.ipynb' })) as Kept;
  assert.deepEqual(kept.metadata, file.metadata);
  return Object.fromEntries(kept.cells.map(({ id, source }) => [id, [source].flat().join('')]));
}

const markdown = (id: string, source: string, ...tags: string[]) => ({
  ...{ cell_type: 'markdown', id, metadata: { tags }, source },
});
const code = (id: string, ...tags: string[]) => ({
  ...{ cell_type: 'code', id, metadata: { tags }, source: 'x', outputs: [], execution_count: null },
});

describe('withoutAnswers()', () => {
  it('leaves the question, and what follows the answer', () => {
    const answer = '<details><summary>Answer</summary>\n\nForty-two.\n\n```ts\nx;\n```\n\n</details>';
    assert.deepEqual(left([markdown('a', `**Why?**\n\n${answer}\n\nGo on.`)]), { a: '**Why?**\n\nGo on.' });
    assert.deepEqual(left([markdown('a', `${answer}\n\n**Two?**\n\n${answer}`)]), { a: '**Two?**' });
  });

  it('takes all of an answer that hides another, or is not closed', () => {
    const nested =
      '<details open><summary>Answer</summary>a<details><summary>More</summary>b</details>c</details>';
    assert.deepEqual(
      left([markdown('a', `Q\n\n${nested}`), markdown('b', 'R <details><summary>Answer 2</summary>d')]),
      {
        ...{ a: 'Q', b: 'R' },
      },
    );
  });

  it('takes every <details> of a cell with the tag, and only answers of others', () => {
    const hint = '<details><summary>Hint</summary>h</details>';
    assert.deepEqual(left([markdown('a', `Q ${hint}`), markdown('b', `Q ${hint}`, 'answer')]), {
      ...{ a: `Q ${hint}`, b: 'Q' },
    });
  });

  it('drops a cell that is an answer as a whole', () => {
    const cells = [markdown('a', 'It is so.', 'answer'), code('b', 'answer'), code('c'), markdown('d', '')];
    assert.deepEqual(Object.keys(left(cells)), ['c', 'd']);
  });

  it('finds the answers of every notebook, and changes nothing else of its layout', () => {
    for (const { file } of listNotebooks()) {
      const text = readFileSync(file, 'utf8');
      const without = withoutAnswers(text, { file });
      assert.ok(without.length < text.length, file);
      assert.doesNotMatch(without, /<details>|Answer<\/summary>/, file);
      assert.equal(stripNotebook(without, file), without);
    }
  });
});

describe('makeHandouts()', () => {
  it('writes all notebooks without answers, and removes what was there', async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hand out '));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(path.join(folder, 'old.ipynb'), '{}');
    const notebooks = listNotebooks();
    await makeHandouts(folder, notebooks);
    assert.deepEqual(
      readdirSync(folder),
      notebooks.map(({ stem }) => `${stem}.ipynb`),
    );
    const [{ file, stem }] = notebooks;
    const expected = withoutAnswers(readFileSync(file, 'utf8'), { file });
    assert.equal(readFileSync(path.join(folder, `${stem}.ipynb`), 'utf8'), expected);
  });
});
