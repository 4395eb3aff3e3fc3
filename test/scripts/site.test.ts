import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import { childEnvironment } from '../../scripts/shared/environment.mjs';
import type { RunRecord } from '../../scripts/shared/run-record';
import { indexContent } from '../../scripts/shared/site/index-page';
import { layout } from '../../scripts/shared/site/layout';
import { makeSite as makePages } from '../../scripts/shared/site/make-site';
import { readNotebookPage } from '../../scripts/shared/site/notebook-page';
import { findRun } from '../../scripts/site/find-run';
import { printer } from '../../scripts/site/make-pdfs';
import { parseOptions } from '../../scripts/site/options';

const NOTEBOOKS = [
  { stem: '1-first', title: 'The first' },
  { stem: '2-second', title: 'The second' },
  { stem: '3-third', title: 'The third & <last>' },
];

const RUN: RunRecord = {
  ended: '2026-11-25T18:35:55.190Z',
  data: 'drawn faces',
  sentence: 'Drawn <faces>.\nA quick run.',
  headline: ['91.00 % of privateTest.', 'Chosen on publicTest & nothing else.'],
  settings: [{ setting: 'epochs', value: 2, variable: 'EPOCHS' }],
  results: [['accuracy, privateTest', '91.00 % of 350 images. Drawn faces & nothing else.']],
  notebooks: NOTEBOOKS.map(({ stem }) => ({ stem, milliseconds: 2000 })),
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="440"><title>x</title></svg>';

type Cell = Record<string, unknown>;
const markdown = (source: string): Cell => ({ cell_type: 'markdown', id: 'm', metadata: {}, source });
const code = (source: string, outputs: object[] = [], count: number | null = 1): Cell => ({
  ...{ cell_type: 'code', execution_count: count, id: 'c', metadata: {}, outputs, source },
});
const SLIDE = { slideshow: { slide_type: 'slide' } };
const display = (data: object) => ({ output_type: 'display_data', data, metadata: {} });
const failure = {
  output_type: 'error',
  ename: 'RangeError',
  evalue: 'no such face',
  traceback: ['RangeError'],
};

function writeNotebook(folder: string, stem: string, cells: Cell[]): void {
  const metadata = {
    kernelspec: { display_name: 'tslab', language: 'typescript', name: 'tslab' },
    language_info: { name: 'typescript' },
  };
  const numbered = cells.map((cell, i) => ({ ...cell, id: `cell-${i}` }));
  writeFileSync(
    path.join(folder, `${stem}.ipynb`),
    JSON.stringify({ cells: numbered, metadata, nbformat: 4, nbformat_minor: 5 }),
  );
}

const root = mkdtempSync(path.join(tmpdir(), 'site test '));
after(() => rmSync(root, { recursive: true, force: true }));

/** A folder of its own with three executed notebooks. */
function executedNotebooks(): string {
  const folder = mkdtempSync(path.join(root, 'out '));
  writeNotebook(folder, '1-first', [
    markdown('# 1. The first\n\n**What you will learn:** *much*, and `code`.\n\nMore.'),
    markdown('## A section\n\n## What you have\n\n**Next:** [2. The second](2-second.ipynb#What-you-have).'),
  ]);
  writeNotebook(folder, '2-second', [
    markdown('# 2. The second\n\nThe softmax $p_i < 1$ is\n\n$$p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}$$'),
    markdown('See [the first](./1-first.ipynb), [data](../data/README.md), [the web](https://example.org).'),
    code('// Why.\nconst text: string = `costs ${5} and ${6}`;', [
      { output_type: 'stream', name: 'stdout', text: '\u001b[32mgreen\u001b[39m $x$ <b>' },
      display({
        'application/vnd.plotly.v1+json': { data: [], layout: {} },
        'image/svg+xml': SVG,
        'text/plain': 'Bars: "Fear" 3 & <Anger> 4.',
      }),
      display({
        'text/html': '<table><caption>Counts</caption><tr><td>4,097</td></tr></table>',
        'text/plain': '',
      }),
    ]),
    markdown('## What you have\n\n## What you have'),
  ]);
  writeFileSync(path.join(folder, 'hand.png'), 'by hand');
  writeNotebook(folder, '3-third', [
    markdown('# 3. The third & <last>\n\nEnd.\n\n![Drawn by hand](hand.png)'),
    markdown('<details><summary>Answer</summary>\n\nForty-two, *why* not.\n\n</details>\n\nOn.'),
    { ...code('png', [display({ 'image/png': 'iVBORw0KGgo=' })]), metadata: SLIDE },
  ]);
  return folder;
}

function makeSite(run: RunRecord, from: string, to: string) {
  return makePages(run, { notebooks: NOTEBOOKS, from, to, environment: childEnvironment() });
}

const read = (folder: string, name: string) =>
  new JSDOM(readFileSync(path.join(folder, name), 'utf8')).window.document;

const texts = (elements: Iterable<Element>) =>
  Array.from(elements, ({ textContent }) => textContent?.replace(/\s+/g, ' ').trim());

describe('makeSite()', () => {
  const site = path.join(root, 'new', 'site');
  const names = ['index.html', '1-first.html', '2-second.html', '3-third.html'];
  let made: { pages: number; bytes: number };
  before(async () => {
    made = await makeSite(RUN, executedNotebooks(), site);
  });

  it('writes a page of each notebook and the index, nothing else, and says how much', () => {
    assert.deepEqual(readdirSync(site).sort(), [...names].sort());
    const bytes = names.reduce((sum, name) => sum + readFileSync(path.join(site, name)).length, 0);
    assert.deepEqual(made, { pages: 4, bytes });
  });

  it('links the camera page from the index where there is one', () => {
    assert.equal(read(site, 'index.html').getElementById('camera'), null);
    const content = indexContent(RUN, [], { camera: 'webcam.html' });
    assert.match(content.body, /<h2 id="camera">[^]*<a href="webcam.html">camera page<\/a>/);
  });

  it('links the API reference from the index where there is one', () => {
    assert.equal(read(site, 'index.html').getElementById('library'), null);
    const content = indexContent(RUN, [], { reference: 'api/index.html' });
    assert.match(content.body, /<h2 id="library">[^]*<a href="api\/index.html">API reference<\/a>/);
    assert.ok(content.contents.some(({ id }) => id === 'library'));
  });

  it('links to what there is: every file, and every section in it', () => {
    let checked = 0;
    for (const name of names) {
      for (const link of read(site, name).querySelectorAll('a')) {
        const href = link.getAttribute('href') ?? '';
        if (href === 'https://example.org') continue;
        const [file, hash] = href.split('#');
        assert.ok(existsSync(path.join(site, file || name)), `${name}: ${href}`);
        if (hash)
          assert.ok(read(site, file || name).getElementById(decodeURIComponent(hash)), `${name}: ${href}`);
        checked++;
      }
    }
    assert.ok(checked > 40, `${checked} links`);
  });

  it('makes links to notebooks links to pages, and keeps but the text of links to other files', () => {
    const first = read(site, '1-first.html').querySelector('main a:not(.anchor-link)');
    assert.equal(first?.getAttribute('href'), '2-second.html#What-you-have');
    const second = [...read(site, '2-second.html').querySelectorAll('main a:not(.anchor-link)')];
    assert.deepEqual(
      second.map((link) => link.getAttribute('href')),
      ['1-first.html', 'https://example.org'],
    );
    assert.match(
      read(site, '2-second.html').querySelector('main')?.textContent ?? '',
      /the first, data, the web/,
    );
  });

  it('leads from every page to the previous and the next, the index, and all notebooks', () => {
    const all = ['1-first.html', '2-second.html', '3-third.html'];
    const expected: Record<string, { previous?: string; next?: string; current?: string }> = {
      'index.html': { next: all[0] },
      [all[0]]: { next: all[1], current: '1 The first' },
      [all[1]]: { previous: all[0], next: all[2], current: '2 The second' },
      [all[2]]: { previous: all[1], current: '3 The third & <last>' },
    };
    for (const [name, { previous, next, current }] of Object.entries(expected)) {
      const page = read(site, name);
      const bar = page.querySelector('nav.notebooks');
      const hrefs = (rel: string) =>
        Array.from(page.querySelectorAll(`a[rel=${rel}]`), (link) => link.getAttribute('href'));
      assert.deepEqual(hrefs('prev'), previous ? [previous, previous] : [], name);
      assert.deepEqual(hrefs('next'), next ? [next, next] : [], name);
      assert.equal(page.querySelector('.home')?.getAttribute('href'), 'index.html');
      assert.deepEqual(
        Array.from(bar?.querySelectorAll('li a') ?? [], (link) => link.getAttribute('href')),
        all,
      );
      assert.deepEqual(texts(bar?.querySelectorAll('[aria-current]') ?? []), current ? [current] : []);
    }
  });

  it('lists the sections of each page, those of the same name apart', () => {
    const entries = read(site, '2-second.html').querySelectorAll('.contents a');
    assert.deepEqual(texts(entries), ['What you have', 'What you have']);
    assert.deepEqual(
      Array.from(entries, (link) => link.getAttribute('href')),
      ['#What-you-have', '#What-you-have-2'],
    );
    assert.deepEqual(texts(read(site, 'index.html').querySelectorAll('.contents a')), [
      'Notebooks',
      'Result',
      'Settings of this run',
    ]);
  });

  it('fetches nothing: all that is shown is in the page, and the browser is told so', () => {
    for (const name of names) {
      const page = read(site, name);
      for (const element of page.querySelectorAll('[src], link[href]'))
        assert.match(element.getAttribute('src') ?? element.getAttribute('href') ?? '', /^data:/, name);
      for (const script of page.querySelectorAll('script')) assert.equal(script.hasAttribute('src'), false);
      const styles = texts(page.querySelectorAll('style')).join('\n');
      assert.ok(styles.length > 1000);
      assert.equal(styles.includes('@import'), false);
      // %23 is a # inside of a data: address.
      const addresses = Array.from(styles.matchAll(/url\(["']?([^"')]*)/g), ([, address]) => address);
      assert.deepEqual(
        addresses.filter((address) => !/^(?:data:|%23)/.test(address)),
        [],
      );
      const policy =
        page.querySelector('meta[http-equiv=Content-Security-Policy]')?.getAttribute('content') ?? '';
      assert.match(policy, /^default-src 'none';/);
      assert.doesNotMatch(policy, /http|\*/);
    }
  });

  it('gives every figure its text alternative, whatever is in it', () => {
    const [figure, ...others] = read(site, '2-second.html').querySelectorAll('figure');
    assert.equal(others.length, 0);
    const image = figure.querySelector('img');
    assert.equal(image?.alt, 'Bars: "Fear" 3 & <Anger> 4.');
    const [head, data] = (image?.getAttribute('src') ?? '').split(',');
    assert.equal(head, 'data:image/svg+xml;base64');
    // With the page's colours at its end, and otherwise as it was.
    const svg = Buffer.from(data, 'base64').toString('utf8');
    assert.match(svg, /<style>[^]*prefers-color-scheme: dark[^]*<\/style><\/svg>$/);
    assert.equal(svg.replace(/<style>[^]*<\/style>/, ''), SVG);
    const images = [...read(site, '3-third.html').querySelectorAll('img')];
    assert.deepEqual(
      images.map(({ alt }) => alt),
      ['Drawn by hand', 'Output of the code above'],
    );
    assert.equal(images[0].src, `data:image/png;base64,${Buffer.from('by hand').toString('base64')}`);
  });

  it('keeps what an answer hides inside of it', () => {
    const [answer] = read(site, '3-third.html').querySelectorAll('main details');
    assert.deepEqual(texts(answer.children), ['Answer', 'Forty-two, why not.']);
  });

  it('lets what may be wide scroll by itself, from the keyboard too', () => {
    const boxes = read(site, '2-second.html').querySelectorAll('main :is(table, pre, .formula)');
    assert.equal(boxes.length, 4);
    assert.deepEqual(
      Array.from(read(site, '2-second.html').querySelectorAll('main [tabindex="0"]'), (box) =>
        box.getAttribute('aria-label'),
      ),
      ['Formula', 'Code', 'Output', 'Figure', 'Counts'],
    );
    for (const box of boxes) assert.equal(box.closest('[tabindex="0"]') !== null, true, box.outerHTML);
  });

  it('colours code and what the terminal coloured, and shows markup in an output as text', () => {
    const page = read(site, '2-second.html');
    assert.deepEqual(texts(page.querySelectorAll('.highlight .kd')), ['const']);
    assert.deepEqual(texts(page.querySelectorAll('.highlight .c1')), ['// Why.']);
    assert.deepEqual(texts(page.querySelectorAll('.ansi-green-fg')), ['green']);
    assert.equal(page.querySelector('pre.output')?.textContent, 'green $x$ <b>');
  });

  it('draws formulas without a script, and takes no dollar in code for one', () => {
    const page = read(site, '2-second.html');
    const formulas = [...page.querySelectorAll('math')];
    assert.deepEqual(
      formulas.map((formula) => formula.querySelector('annotation')?.textContent?.trim()),
      ['p_i < 1', 'p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}'],
    );
    assert.equal(formulas[1].getAttribute('display'), 'block');
    assert.equal(formulas[1].querySelectorAll('mfrac').length, 1);
    assert.match(page.querySelector('.highlight')?.textContent ?? '', /`costs \$\{5\} and \$\{6\}`/);
    assert.match(page.querySelector('style')?.textContent ?? '', /\.tml-display/);
    assert.doesNotMatch(read(site, '1-first.html').querySelector('style')?.textContent ?? '', /\.tml-/);
  });

  it('says on the index what was run, with what result, and how each notebook begins', () => {
    const index = read(site, 'index.html');
    assert.deepEqual(texts(index.querySelectorAll('main > p')).slice(1, 3), [
      'Drawn <faces>.',
      'A quick run.',
    ]);
    assert.match(index.querySelector('main > p')?.textContent ?? '', /recognises emotions on faces/);
    assert.deepEqual(texts(index.querySelectorAll('.headline p')), RUN.headline);
    assert.equal(index.querySelector('main > figure img')?.getAttribute('alt'), 'Output of the code above');
    const [result, settings] = index.querySelectorAll('main table');
    assert.deepEqual(texts(result.querySelectorAll('th, td')), RUN.results[0]);
    assert.deepEqual(texts(settings.querySelectorAll('tbody :is(th, td)')), ['epochs', '2', 'EPOCHS']);
    const [first, , third] = index.querySelectorAll('.cards li');
    assert.equal(
      first.querySelector('p')?.innerHTML,
      read(site, '1-first.html').querySelector('h1 ~ p')?.innerHTML,
    );
    assert.match(
      first.textContent ?? '',
      /^1\. The first ran in 2\.0 s\s+What you will learn: much, and code\.$/,
    );
    assert.match(third.textContent ?? '', /^3\. The third & <last> ran in 2\.0 s\s+End\.$/);
  });

  it('leaves the answers out where it is asked to, and the slides of an earlier call with them', async () => {
    const from = executedNotebooks();
    const to = mkdtempSync(path.join(root, 'hand out '));
    const options = { notebooks: NOTEBOOKS, from, to, environment: childEnvironment() };
    const make = (more: object) => makePages(RUN, { ...options, ...more });
    await make({ slides: true });
    assert.match(readFileSync(path.join(to, '3-third.slides.html'), 'utf8'), /Forty-two/);
    assert.ok(read(to, 'index.html').querySelector('.cards a[href="3-third.slides.html"]'));
    // The only cell whose metadata says so starts the second one.
    assert.equal(read(to, '3-third.slides.html').querySelectorAll('.slides > section').length, 2);

    await make({ answers: false, files: 'notebooks', pdf: true });
    assert.deepEqual(readdirSync(to).sort(), [...names].sort());
    const third = read(to, '3-third.html');
    assert.equal(third.querySelector('main details'), null);
    assert.match(third.querySelector('main')?.textContent ?? '', /On\./);
    for (const name of names) assert.doesNotMatch(readFileSync(path.join(to, name), 'utf8'), /Forty-two/);
    for (const href of ['notebooks/3-third.ipynb', '3-third.pdf'])
      assert.ok(read(to, 'index.html').querySelector(`.cards a[href="${href}"]`), href);
  });

  it('shows a run that stopped as far as it came, without what an earlier one left', async () => {
    const from = executedNotebooks();
    const to = mkdtempSync(path.join(root, 'stopped '));
    writeFileSync(path.join(to, '2-second.html'), 'of an earlier run');
    writeFileSync(path.join(to, 'bench.json'), '{}');
    const stopped = 'notebooks/2-second.ipynb';
    await makeSite({ ...RUN, notebooks: RUN.notebooks.slice(0, 1), stopped }, from, to);
    assert.deepEqual(readdirSync(to).sort(), ['1-first.html', 'bench.json', 'index.html']);
    const first = read(to, '1-first.html');
    assert.equal(first.querySelector('[rel=next]'), null);
    assert.deepEqual(texts(first.querySelectorAll('.absent')), ['2 The second', '3 The third & <last>']);
    assert.equal(first.querySelector('main a:not(.anchor-link)'), null);
    assert.match(first.querySelector('main')?.textContent ?? '', /Next: 2\. The second\./);
    assert.match(
      read(to, 'index.html').querySelector('.warning')?.textContent ?? '',
      /stopped at notebooks\/2-/,
    );
  });
});

describe('a page of the site', () => {
  const content = { title: 'One', body: '', contents: [{ id: 'a', text: 'A' }], hasMath: false };
  const html = layout(content, {
    notebooks: [
      { title: 'One', page: '1.html' },
      { title: 'Two', page: '2.html' },
    ],
    current: 0,
  });

  /** The page as a browser runs it. */
  function open(
    url: string,
    {
      stored,
      narrow = false,
      arrival = 'navigate',
    }: { stored?: string; narrow?: boolean; arrival?: string } = {},
  ) {
    const { window } = new JSDOM(html, {
      url,
      runScripts: 'dangerously',
      beforeParse(window) {
        window.matchMedia = () => ({ matches: narrow }) as MediaQueryList;
        window.performance.getEntriesByType = () => [{ type: arrival } as unknown as PerformanceEntry];
        if (stored) window.localStorage.setItem('theme', stored);
      },
    });
    const button = window.document.querySelector<HTMLButtonElement>('.theme');
    assert.ok(button);
    return {
      window,
      document: window.document,
      button,
      theme: () => window.document.documentElement.dataset.theme,
    };
  }

  it('follows the system until its reader chooses, then remembers', () => {
    const { button, theme, window } = open('https://example.org/1.html');
    assert.equal(button.hidden, false);
    assert.equal(theme(), undefined);
    button.click();
    assert.equal(theme(), 'light');
    button.click();
    assert.equal(theme(), 'dark');
    assert.match(button.textContent ?? '', /dark/);
    assert.equal(window.localStorage.getItem('theme'), 'dark');
    assert.equal(open('https://example.org/1.html', { stored: 'dark' }).theme(), 'dark');
    button.click();
    assert.equal(theme(), undefined);
  });

  it('takes the choice along from file to file, where each may have a storage of its own or none', () => {
    const { button, document } = open('file:///site/1.html');
    button.click();
    button.click();
    const next = document.querySelector<HTMLAnchorElement>('.around [rel=next]');
    const section = document.querySelector<HTMLAnchorElement>('.contents a');
    for (const link of [next, section]) link?.addEventListener('click', (event) => event.preventDefault());
    next?.click();
    section?.click();
    assert.equal(next?.href, 'file:///site/2.html?theme=dark');
    assert.equal(section?.href, 'file:///site/1.html#a');
    assert.equal(open(next?.href ?? '').theme(), 'dark');
    assert.equal(open('file:///site/2.html?theme=pink').theme(), undefined);
    // After a reload the address may be older than the last choice.
    assert.equal(open(next?.href ?? '', { arrival: 'reload' }).theme(), undefined);
  });

  it('closes the table of contents on a narrow screen only', () => {
    const isOpen = (page: Document) => page.querySelector('.contents details')?.hasAttribute('open');
    assert.equal(isOpen(open('https://example.org/1.html').document), true);
    assert.equal(isOpen(open('https://example.org/1.html', { narrow: true }).document), false);
  });
});

describe('readNotebookPage()', () => {
  const cases: [string, string, RegExp][] = [
    [
      'a picture from the network',
      '<p><img src="https://example.org/a.png"></p>',
      /found https:\/\/example\.org\/a\.png\. Attach/,
    ],
    [
      'a picture that is not there',
      '<img src="a.png" alt="">',
      /Expected all that x\.ipynb shows to be in it.* found a\.png/,
    ],
    ['a frame', '<iframe src="//example.org"></iframe>', /found \/\/example\.org/],
    [
      'a link to no notebook',
      '<a href="8-more.ipynb">x</a>',
      /found 8-more\.ipynb\. Correct it in notebooks\/x\.ipynb/,
    ],
    [
      'a formula that is none',
      '<p>$\\frac{$</p>',
      /Expected the formula \\frac\{ in x\.ipynb to be TeX but found: /,
    ],
  ];
  for (const [name, html, message] of cases)
    it(`refuses ${name}`, () => {
      assert.throws(() => readNotebookPage(html, { stem: 'x', folder: root, pages: new Map() }), {
        name: 'SiteError',
        message,
      });
    });
});

describe('findRun()', () => {
  /** What findRun says of a folder as `change` leaves it, on top of a whole run. */
  function findIn(change: (folder: string) => void = () => {}, run: RunRecord = RUN): RunRecord {
    const folder = path.join(executedNotebooks(), 'out');
    mkdirSync(folder);
    for (const { stem } of NOTEBOOKS)
      writeNotebook(folder, stem, [markdown('# Title'), code('1 + 1', [], 3), code(' \n', [], null)]);
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify(run));
    change(folder);
    return findRun(folder, NOTEBOOKS);
  }
  const rejects = (find: () => unknown, message: RegExp) =>
    assert.throws(find, ({ name, message: said }: Error) => {
      assert.equal(name, 'SiteError');
      assert.match(said, message);
      assert.match(said, /Run `npm start`, or `npm run site -- --run`/);
      return true;
    });

  it('finds a whole run', () => {
    assert.deepEqual(findIn(), RUN);
  });

  it('names what is missing, and the command that makes it', () => {
    rejects(
      () => findIn((folder) => rmSync(folder, { recursive: true })),
      /Expected out\/ to be .* found no such folder\./,
    );
    rejects(() => findIn((folder) => rmSync(path.join(folder, 'run.json'))), /found no out\/run\.json\./);
    rejects(
      () => findIn((folder) => rmSync(path.join(folder, '2-second.ipynb'))),
      /Expected out\/2-second\.ipynb to be a notebook that ran to its end but found no such file\./,
    );
  });

  it('names the notebook at which the run stopped', () => {
    const stopped = { ...RUN, stopped: 'notebooks/2-second.ipynb' };
    rejects(() => findIn(undefined, stopped), /found that it stopped at notebooks\/2-second\.ipynb\./);
    rejects(
      () => findIn(undefined, { ...RUN, notebooks: RUN.notebooks.slice(1) }),
      /found none of 1-first\./,
    );
  });

  it('names the cell that failed or did not run', () => {
    const cells =
      (...changed: Cell[]) =>
      (folder: string) =>
        writeNotebook(folder, '3-third', [markdown('# Title'), ...changed]);
    rejects(
      () => findIn(cells(code('x', [failure]))),
      /3-third.* its cell 2 ended with RangeError: no such face\./,
    );
    rejects(() => findIn(cells(code('x'), code('y', [], null))), /its cell 3 did not run\./);
    rejects(
      () => findIn((folder) => writeFileSync(path.join(folder, '3-third.ipynb'), '{"ce')),
      /broken JSON/,
    );
    rejects(
      () => findIn((folder) => writeFileSync(path.join(folder, '3-third.ipynb'), '{}')),
      /JSON without cells/,
    );
    const expected = { ...code('x', [failure]), metadata: { tags: ['raises-exception'] } };
    assert.deepEqual(findIn(cells(expected)), RUN);
  });
});

describe('npm run site', () => {
  it('takes a folder, relative to where it was typed, and what to make', (t) => {
    const usual = { to: path.resolve('site'), run: false, answers: true, slides: false, pdf: false };
    assert.deepEqual(parseOptions([]), usual);
    assert.deepEqual(parseOptions(['--no-answers', '--slides', '--pdf']), {
      ...usual,
      answers: false,
      slides: true,
      pdf: true,
    });
    const before = process.env.INIT_CWD;
    process.env.INIT_CWD = path.join(root, 'here');
    t.after(() => {
      if (before === undefined) delete process.env.INIT_CWD;
      else process.env.INIT_CWD = before;
    });
    assert.deepEqual(parseOptions(['--to', '../pages', '--run']), {
      ...usual,
      to: path.join(root, 'pages'),
      run: true,
    });
    assert.throws(() => parseOptions(['--to', '']), /Expected --to to be a folder but found nothing/);
  });

  it('says what prints PDFs where nothing can', { skip: process.platform === 'darwin' }, (t) => {
    const { PATH, CHROMIUM } = process.env;
    t.after(() => Object.assign(process.env, { PATH, CHROMIUM: CHROMIUM ?? '' }));
    Object.assign(process.env, { PATH: '', CHROMIUM: '' });
    assert.throws(printer, {
      name: 'SiteError',
      message: /^Expected a Chromium or Chrome to print PDFs with but found none\. Install one/,
    });
  });

  it('says what it takes where it does not know an option, and refuses a file', () => {
    const call = (...args: string[]) =>
      spawnSync(process.execPath, [path.join('scripts', 'run.mjs'), 'site', ...args], { encoding: 'utf8' });
    const unknown = call('--form', 'epub');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /--form.*\n\nnpm run site -- \[--to folder\] \[--run\]/s);
    const file = call('--to', 'package.json');
    assert.equal(file.status, 1);
    assert.match(file.stderr, /^Expected --to to be a folder but found the file .*package\.json\.\n$/);
  });
});
