import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { stripNotebook } from '../../scripts/shared/notebooks/strip-notebook.mjs';

describe('stripNotebook()', () => {
  it('removes outputs, counts and metadata, and keeps sources, ids, tags and places in slides', () => {
    const dirty = {
      cells: [
        {
          cell_type: 'markdown',
          id: 'a',
          metadata: { collapsed: true, slideshow: { slide_type: 'slide' } },
          source: '# Title\nText',
        },
        {
          cell_type: 'code',
          id: 'b',
          execution_count: 3,
          metadata: { tags: ['raises-exception'], execution: { started: 'now' } },
          outputs: [{ output_type: 'stream', name: 'stdout', text: 'hello' }],
          source: ['const a = 1;\n', 'a'],
        },
      ],
      metadata: { kernelspec: { name: 'python3' }, widgets: {} },
      nbformat: 4,
      nbformat_minor: 4,
    };
    const clean = JSON.parse(stripNotebook(JSON.stringify(dirty))) as typeof dirty;
    assert.deepEqual(clean.cells[0].source, ['# Title\n', 'Text']);
    assert.deepEqual(clean.cells[0].metadata, { slideshow: { slide_type: 'slide' } });
    assert.deepEqual(clean.cells[1], {
      cell_type: 'code',
      execution_count: null,
      id: 'b',
      metadata: { tags: ['raises-exception'] },
      outputs: [],
      source: ['const a = 1;\n', 'a'],
    });
    assert.deepEqual(Object.keys(clean.metadata), ['kernelspec', 'language_info']);
  });

  it('leaves the notebooks in git as they are, eight of them, with no cell over 15 lines of code', () => {
    const files = readdirSync('notebooks').filter((name) => name.endsWith('.ipynb'));
    assert.equal(files.length, 8);
    for (const name of files) {
      const text = readFileSync(`notebooks/${name}`, 'utf8');
      assert.equal(stripNotebook(text), text, name);
      const { cells } = JSON.parse(text) as { cells: { cell_type: string; id: string; source: string[] }[] };
      for (const { cell_type, id, source } of cells)
        if (cell_type === 'code')
          assert.ok(source.length <= 15, `cell ${id} of ${name}: ${source.length} lines`);
    }
  });
});

describe('a notebook that is damaged', () => {
  it('is named without what would steer the terminal', () => {
    assert.throws(() => stripNotebook('{ "cells": [\u001b[2J {', 'first.ipynb'), {
      message: /^Expected first\.ipynb to be JSON but found: [^\p{Cc}]*\\u001b[^\p{Cc}]*$/u,
    });
  });
});
