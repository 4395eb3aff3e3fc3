import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import { slidesPage } from '../../scripts/shared/site/slides-page';

/** The texts of the slides, those below each other in one list. */
function slides(...cells: string[]): string[][] {
  const content = { title: 'x', body: cells.join('\n'), contents: [], hasMath: false };
  const { document } = new JSDOM(slidesPage(content, { page: 'x.html' })).window;
  const textOf = (slide: Element) => slide.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  return Array.from(document.querySelectorAll('.slides > section'), (column) => {
    const below = [...column.querySelectorAll('section')];
    return (below.length === 0 ? [column] : below).map(textOf);
  });
}

const prose = (html: string, type?: string) => cell('prose', html, type);
const code = (html: string, type?: string) => cell('code', html, type);
const cell = (name: string, html: string, type?: string) =>
  `<section class="${name}"${type === undefined ? '' : ` data-slide="${type}"`}>${html.startsWith('<') ? html : `<p>${html}</p>`}</section>`;

describe('slidesPage()', () => {
  it('starts a slide at each heading, in the middle of a cell too, and another below at the next code', () => {
    const made = slides(
      prose('<h1>One</h1><p>a</p><h2>Two</h2><p>b</p>'),
      ...[code('c'), prose('<p>d</p>'), code('e'), prose('<p>f</p>'), prose('<h3>g</h3>')],
      prose('<h2>Three</h2>'),
    );
    assert.deepEqual(made, [['One a'], ['Two b c', 'd e f g'], ['Three']]);
  });

  it('follows the metadata of a notebook that has some', () => {
    const made = slides(
      ...[prose('<h1>One</h1>', 'slide'), code('a'), prose('<h2>b</h2>'), code('gone', 'skip')],
      ...[prose('c', 'subslide'), code('d', 'fragment'), prose('e', 'slide'), prose('f', '-')],
    );
    assert.deepEqual(made, [['One a b', 'c d'], ['e f']]);
  });

  it('shows what is large below the code that shows it, whatever marks the slides', () => {
    const long = Array.from({ length: 13 }, (_, i) => i).join('\n');
    const drawing = `<pre>draw()</pre><pre class="output">small</pre><figure>figure</figure><div><table>table</table></div><pre class="output">${long}</pre>`;
    for (const type of [undefined, '-'])
      assert.deepEqual(slides(prose('<h1>One</h1>', type && 'slide'), code(drawing, type)), [
        ['One draw() small', 'figure', 'table', '0 1 2 3 4 5 6 7 8 9 10 11 12'],
      ]);
  });

  it('keeps what is to be said from what is shown', () => {
    const content = {
      title: 'x',
      body: prose('a', 'slide') + prose('b', 'notes'),
      contents: [],
      hasMath: false,
    };
    const { document } = new JSDOM(slidesPage(content, { page: 'x.html' })).window;
    assert.equal(document.querySelector('aside.notes')?.textContent, 'b');
  });
});
