import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DataFrame } from 'danfojs-node';
import { formatDataFrames } from '../../src/lib/plots/format-data-frames';
import type { MimeBundle } from '../../src/lib/plots/mime-bundle';

describe('formatDataFrames()', () => {
  it('gives the kernel an HTML table of a DataFrame, and nothing for other values', async () => {
    formatDataFrames();
    const format = (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.formatter')] as (
      value: unknown,
    ) => Promise<MimeBundle> | undefined;
    const bundle = await format(new DataFrame({ emotion: ['Fear'], images: [4097] }));
    assert.match(String(bundle?.['text/html']), /<td[^>]*>Fear<\/td><td[^>]*>4,097<\/td>/);
    for (const other of [
      undefined,
      null,
      1,
      'text',
      {},
      { columns: [], index: [], values: [] },
      Object.create(null),
    ])
      assert.equal(format(other), undefined);
  });
});
