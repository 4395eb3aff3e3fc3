import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLiveLine } from '../src/lib/live-line';
import { progressBar } from '../src/lib/run/progress-bar';
import { screen } from './screen';

describe('createLiveLine()', () => {
  it('writes a shorter text over a longer one whole', () => {
    let text = '';
    const line = createLiveLine({ write: (part) => (text += part), live: true, interval: 0 });
    line.update('a long line of text');
    line.update('short');
    assert.deepEqual(screen(text), ['short']);
    line.finish('done');
    line.finish('next');
    assert.deepEqual(screen(text), ['done', 'next', '']);
  });

  it('passes over updates that come too fast, never the end', () => {
    const parts: string[] = [];
    const line = createLiveLine({ write: (part) => parts.push(part), live: true, interval: 60 });
    for (let i = 0; i < 100; i++) line.update(`${i}`);
    line.finish('all');
    assert.equal(parts.length, 2);
  });
});

describe('progressBar()', () => {
  it('leaves one line, with the total, where nothing can be written over', () => {
    let text = '';
    const show = progressBar('Reading images', { write: (part) => (text += part), live: false });
    [100, 200, 1234].forEach((done) => show(done, 1234));
    assert.match(text, /^Reading images: 1,234 in \d+\.\d s\n$/);
  });
});
