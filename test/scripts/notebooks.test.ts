import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import { listNotebooks } from '../../scripts/shared/notebooks/list-notebooks.mjs';
import { parseNotebook } from '../../scripts/shared/notebooks/parse-notebook.mjs';
import { childEnvironment, python } from '../../scripts/shared/environment.mjs';
import { EXERCISES } from '../../src/lib/exercises';

const notebooks = listNotebooks().map(({ file, stem }) => ({
  stem,
  file,
  cells: parseNotebook(readFileSync(file, 'utf8'), { file }).cells.map(({ metadata, ...cell }) => ({
    ...cell,
    source: [cell.source].flat().join(''),
    tags: metadata?.tags ?? [],
    slide: metadata?.slideshow?.slide_type,
  })),
}));

describe('the exercises of the notebooks', () => {
  it('are all there, each with a question, a cell that checks the answer, and the answer', () => {
    const found: string[] = [];
    for (const { cells } of notebooks)
      for (const [i, { source, tags }] of cells.entries()) {
        if (!tags.includes('exercise')) continue;
        const [, name] = /checkExercise\('([\d.]+)'/.exec(source) ?? [];
        found.push(name);
        assert.match(source, /= undefined; \/\/ TODO: /, name);
        assert.match(cells[i - 1].source, new RegExp(`\\*\\*Exercise ${name.replace('.', '\\.')}\\.\\*\\* `));
        assert.deepEqual(cells[i + 1].tags, ['answer']);
        assert.match(cells[i + 1].source, new RegExp(`^<details><summary>Answer to ${name}</summary>\n`));
      }
    assert.deepEqual(found, EXERCISES);
  });

  it('hide every answer, and nothing else, in a cell that can be left out', () => {
    for (const { stem, cells } of notebooks)
      for (const { id, source, tags } of cells) {
        const isHidden = /^<details><summary>Answers? to .+<\/details>$/s.test(source);
        assert.equal(tags.includes('answer'), isHidden, `${stem}: ${id}`);
        assert.equal(/<details>/.test(source), isHidden, `${stem}: ${id}`);
      }
  });
});

describe('the quiz of each notebook', () => {
  it('has five questions of three options, and five answers that say why', () => {
    for (const { stem, cells } of notebooks) {
      const at = cells.findIndex(({ source }) => source.startsWith('## Quiz\n'));
      assert.ok(at > 0, stem);
      const questions = [
        // In two cells, so that neither is too long for a slide.
        ...`${cells[at].source}\n\n${cells[at + 1].source}`.matchAll(
          /^\*\*(\d)\. .+\*\*\n\na\) .+ {2}\nb\) .+ {2}\nc\) .+$/gm,
        ),
      ];
      assert.deepEqual(questions.map(([, number]) => number).join(''), '12345', stem);
      const answers = [...cells[at + 2].source.matchAll(/^(\d)\. \*\*[abc]\*\*\. .{20,}$/gm)];
      assert.deepEqual(answers.map(([, number]) => number).join(''), '12345', stem);
      assert.deepEqual(cells[at + 2].tags, ['answer']);
    }
  });

  it('has its right answers in no fixed place', () => {
    const letters = notebooks.flatMap(({ cells }) =>
      cells.flatMap(({ source, tags }) =>
        tags.includes('answer')
          ? [...source.matchAll(/^\d\. \*\*([abc])\*\*/gm)].map(([, letter]) => letter)
          : [],
      ),
    );
    assert.equal(letters.length, 40);
    for (const letter of 'abc')
      assert.ok(letters.filter((other) => other === letter).length <= 20, `${letter}: ${letters.join('')}`);
  });
});

describe('the notebooks as slides', () => {
  it('begin a slide at every heading, go on below it with other prose, and skip the answers', () => {
    for (const { stem, cells } of notebooks)
      for (const { id, cell_type: type, source, tags, slide } of cells) {
        const isHeading = type === 'markdown' && /^##? /.test(source);
        if (tags.includes('answer')) assert.equal(slide, 'skip', `${stem}: ${id}`);
        else if (isHeading) assert.equal(slide, 'slide', `${stem}: ${id}`);
        else if (type === 'markdown') assert.equal(slide, 'subslide', `${stem}: ${id}`);
        // Code is beside its prose, or below where there is no room.
        else assert.ok(slide === undefined || slide === 'subslide', `${stem}: ${id}`);
      }
  });

  it('make a deck with nbconvert that has every section and no answer', () => {
    const [{ file, cells }] = notebooks;
    const folder = mkdtempSync(path.join(tmpdir(), 'slides-'));
    try {
      const how = ['-m', 'nbconvert', '--log-level=ERROR', '--to', 'slides', '--output-dir', folder];
      execFileSync(python, [...how, file], { env: childEnvironment() });
      const html = readFileSync(path.join(folder, '1-import-libraries.slides.html'), 'utf8');
      const { document } = new JSDOM(html).window;
      const slides = document.querySelectorAll('.slides > section');
      assert.equal(slides.length, cells.filter(({ slide }) => slide === 'slide').length);
      assert.ok(!document.body.textContent?.includes('Answer to 1.1'));
      assert.match(slides[1].textContent ?? '', /The settings of this run/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
