import assert from 'node:assert/strict';
import { afterEach, describe, it, mock } from 'node:test';
import { showFigure, showTable } from '../../src/lib/plots/index';
import { createFigure } from '../../src/lib/plots/figure';
import { createTable } from '../../src/lib/plots/table';
import { MIME_BUNDLE } from '../../src/lib/plots/mime-bundle';
import { fakeKernel, replaceModule, restoreModules } from './fake-kernel';

const OPEN_WINDOW = 'nodeplotlib/src/lib/utils/open-window';

const figure = createFigure({
  title: 'Numbers',
  data: [{ type: 'bar', x: ['a'], y: Float32Array.of(1, NaN) }],
  alt: 'One bar & "more".',
});

afterEach(() => {
  restoreModules(OPEN_WINDOW);
  mock.restoreAll();
});

describe('showFigure()', () => {
  it('puts one output of three forms under the cell of a notebook, and opens no window', async () => {
    const sent = fakeKernel();
    const openWindow = mock.fn();
    replaceModule(OPEN_WINDOW, { openWindow });
    await showFigure(figure);
    assert.equal(sent.length, 1);
    const { data } = sent[0];
    assert.deepEqual(Object.keys(data), ['application/vnd.plotly.v1+json', 'image/svg+xml', 'text/plain']);
    assert.equal(data['text/plain'], 'One bar & "more".');
    assert.match(
      String(data['image/svg+xml']),
      /^<svg role="img" aria-label="One bar &amp; &quot;more&quot;\."/,
    );
    const plotly = data['application/vnd.plotly.v1+json'] as typeof figure;
    assert.deepEqual(plotly.data[0].y, [1, null]);
    assert.equal((plotly.layout.title as { text: string }).text, 'Numbers');
    assert.equal(openWindow.mock.callCount(), 0);
  });
  it('puts a picture, in which there is nothing to zoom into, there as SVG alone', async () => {
    const sent = fakeKernel();
    const layout = { xaxis: { range: [0, 1 / 3] } };
    const data = [{ type: 'scatter' as const, mode: 'lines' as const, x: [0, 1 / 7], y: [1 / 3, 2 / 3] }];
    await showFigure(createFigure({ title: 'At 0.3333 of it', data, layout, alt: '0.3333', isStatic: true }));
    assert.deepEqual(Object.keys(sent[0].data), ['image/svg+xml', 'text/plain']);
    const svg = String(sent[0].data['image/svg+xml']);
    assert.match(svg, /At 0\.3333 of it/);
    const paths = [...svg.matchAll(/ (?:d|transform)="([^"]*)"/g)].map(([, path]) => path);
    assert.ok(paths.some((path) => /\d\.\d/.test(path)));
    assert.ok(!paths.some((path) => /\d\.\d{3}/.test(path)));
  });
  it('leaves the SVG out in JupyterLab alone, which keeps a picture of the plot', async (t) => {
    const sent = fakeKernel();
    const symbols = globalThis as Record<symbol, unknown>;
    const [interactive, lab] = ['jupyter.interactive', 'jupyter.lab'].map((name) => Symbol.for(name));
    symbols[interactive] = true;
    t.after(() => [interactive, lab].forEach((symbol) => delete symbols[symbol]));
    await showFigure(figure);
    assert.ok('image/svg+xml' in sent[0].data, 'as in VS Code');
    symbols[lab] = true;
    await showFigure(figure);
    assert.deepEqual(Object.keys(sent[1].data), ['application/vnd.plotly.v1+json', 'text/plain']);
    await showFigure(
      createFigure({ title: 'Grid', data: [{ type: 'bar', x: [1], y: [2] }], alt: '', isStatic: true }),
    );
    assert.deepEqual(Object.keys(sent[2].data), ['image/svg+xml', 'text/plain']);
  });
  it('takes a kernel that has run no cell for none', async () => {
    replaceModule('tslab/dist/jupyter', { lastWriteDisplayData: null });
    const log = mock.method(console, 'log', () => undefined);
    await showFigure(createTable([{ a: 1 }]));
    assert.equal(log.mock.callCount(), 1);
  });
  it('offers the same forms for the last value of a cell', async () => {
    const sent = fakeKernel();
    await showFigure(figure);
    assert.deepEqual(await figure[MIME_BUNDLE](), sent[0].data);
    assert.equal(MIME_BUNDLE, Symbol.for('jupyter.mimebundle'));
  });
});

describe('showTable()', () => {
  it('puts HTML and text under the cell of a notebook', async () => {
    const sent = fakeKernel();
    await showTable([{ emotion: 'Fear', images: 4097 }], { caption: 'Train' });
    assert.deepEqual(Object.keys(sent[0].data), ['text/html', 'text/plain']);
    assert.match(String(sent[0].data['text/html']), /<table>.*4,097.*<\/table>/);
  });
  it('prints text in a terminal', async () => {
    const log = mock.method(console, 'log', () => undefined);
    await showTable([{ emotion: 'Fear', images: 4097 }], { caption: 'Train' });
    assert.deepEqual(log.mock.calls[0].arguments, [
      'Train\nemotion  images\n-------  ------\nFear      4,097',
    ]);
  });
});
