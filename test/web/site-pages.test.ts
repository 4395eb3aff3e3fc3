import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from '../../scripts/shared/find-chromium';
import { layout } from '../../scripts/shared/site/layout';
import { readNotebookPage } from '../../scripts/shared/site/notebook-page';
import { slidesPage } from '../../scripts/shared/site/slides-page';
import { makePdfs } from '../../scripts/site/make-pdfs';
import { escapeHtml } from '../../src/lib/escape-html';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { classBalance } from '../../src/lib/plots/class-balance';
import { confusionHeatmap } from '../../src/lib/plots/confusion-heatmap';
import { embeddingPlot } from '../../src/lib/plots/embedding-plot';
import { imageGrid } from '../../src/lib/plots/image-grid';
import { renderSvg } from '../../src/lib/plots/headless/render-svg';
import { createTable } from '../../src/lib/plots/table';
import { EMOTIONS } from '../../src/lib/emotions';

const executablePath = findChromium();
const skip = executablePath
  ? false
  : "no Chromium was found: install one (Debian's package chromium), or name it in CHROMIUM";

/** Text on a phone is legible from this height of its font in pixels. */
const LEAST = 9;

const folder = mkdtempSync(path.join(tmpdir(), 'site pages '));
after(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string) => path.join(folder, name);
const urlOf = (name: string) => pathToFileURL(fileOf(name)).href;

/** Thirty images of sadness, whose colour is the darkest, in a cloud. */
const sad: Dataset = {
  classes: EMOTIONS,
  images: new Uint8Array(30 * 48 * 48),
  labels: new Uint8Array(30).fill(4),
  splits: Array.from({ length: 30 }, () => 'train' as const),
  names: Array.from({ length: 30 }, (_, i) => `${i}.png`),
  source: { kind: 'drawn faces', path: 'x', form: 'folder' } as Dataset['source'],
};

/** One figure of each kind that a page has: wide, with small text, with dots, with images. */
async function figures(): Promise<string[]> {
  const matrix = Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (__, j) => 10 * i + j));
  const cloud = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * i));
  const face = new Float32Array(48 * 48).fill(128);
  const all = [
    classBalance({ train: [350, 210, 350, 480, 370, 310, 390] }),
    confusionHeatmap(matrix, { split: 'privateTest', source: 'drawn faces' }),
    embeddingPlot(sad, cloud, { of: 'pixels' }),
    imageGrid(
      Array.from({ length: 8 }, () => face),
      { title: 'Faces', captions: Array(8).fill('Anger') },
    ),
  ];
  return Promise.all(all.map((figure) => renderSvg(figure)));
}

/** A column of sentences takes the width that the others would like to have. */
const SENTENCE = 'Finds edges first, then corners, and in the last layers mouths and brows, all by itself. ';
const ROWS = Array.from({ length: 3 }, (_, i) => ({
  layer: `batch_normalization_${i}`,
  'output shape': '48 × 48 × 8',
  'multiply-adds per image': 1_327_104,
  why: SENTENCE.repeat(3),
}));

describe('the pages of the site in a browser', { skip, timeout: 300_000 }, () => {
  let browser: Browser;
  let page: Page;
  let svgs: string[];
  /** What was fetched from elsewhere than the page's own file. */
  const fetched: string[] = [];
  before(async () => {
    svgs = await figures();
    const source = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    const cells = [
      '<section class="prose"><h1>4. Define</h1><p>Lead, with <code>code</code>.</p></section>',
      `<section class="code"><div class="highlight"><pre>const wide = '${'x'.repeat(200)}';</pre></div>`,
      ...svgs.map((svg) => `<figure><img alt="${escapeHtml('A figure.')}" src="${source(svg)}"></figure>`),
      `<div class="output">${createTable(ROWS, { caption: 'Layers' }).html}</div></section>`,
      '<section class="prose"><h2>Next</h2><p>More.</p></section>',
    ];
    const content = readNotebookPage(cells.join('\n'), { stem: '4-define', folder, pages: new Map() });
    const notebooks = [{ title: 'Define', page: 'page.html' }];
    writeFileSync(fileOf('page.html'), layout(content, { notebooks, current: 0 }));
    writeFileSync(fileOf('page.slides.html'), slidesPage(content, { page: 'page.html' }));
    browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] });
  });
  after(() => browser?.close());

  /** Opens a page of the site, without a network. */
  async function open(name: string, { width = 390, dark = false } = {}): Promise<Page> {
    await page?.close();
    page = await browser.newPage({
      ...{ viewport: { width, height: 800 }, colorScheme: dark ? 'dark' : 'light', offline: true },
    });
    fetched.length = 0;
    page.on('request', (request) => {
      if (!/^(?:data:|blob:)/.test(request.url()) && request.url() !== urlOf(name))
        fetched.push(request.url());
    });
    page.on('pageerror', (error) => fetched.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') fetched.push(message.text());
    });
    await page.goto(urlOf(name));
    return page;
  }

  it('show every figure on a phone with text that is legible, and scroll nothing but its own box', async () => {
    await open('page.html');
    const widths = await page.$$eval('figure img', (images) =>
      images.map((image) => image.getBoundingClientRect().width),
    );
    assert.equal(widths.length, svgs.length);
    for (const [i, svg] of svgs.entries()) {
      const [, own] = / width="(\d+)"/.exec(svg) ?? [];
      const sizes = Array.from(svg.matchAll(/font-size: ?([\d.]+)px/g), ([, size]) => Number(size));
      const shown = (Math.min(...sizes) * widths[i]) / Number(own);
      assert.ok(shown >= LEAST, `figure ${i}: ${shown.toFixed(1)} px`);
    }
    const [scrolls, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(scrolls <= seen, `${scrolls} px on a screen of ${seen}`);
  });

  it('keep what fits on a wide screen at its size, and every cell of a table but sentences on one line', async () => {
    await open('page.html', { width: 1280 });
    const widths = await page.$$eval('figure img', (images) => images.map((image) => image.clientWidth));
    const own = svgs.map((svg) => Number(/ width="(\d+)"/.exec(svg)?.[1]));
    assert.deepEqual(widths, own);
    const lines = await page.$$eval('tr > :not(:last-child)', (cells) =>
      cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
      }),
    );
    assert.equal(lines.length, 12);
    assert.ok(
      lines.every((count) => count <= 1),
      lines.join(' '),
    );
  });

  /** The contrast of the pixel that differs most from the ground: of the map's title, or its dots. */
  async function contrast(part: 'title' | 'dots'): Promise<number> {
    const image = page.locator('figure img').nth(2);
    const { data, info } = await sharp(await image.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const luminance = (at: number) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, channel) => {
        const value = data[at + channel] / 255;
        return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      }, 0);
    const ground = luminance(0);
    const [from, to] = part === 'title' ? [0, 0.08 * info.height] : [0.3 * info.height, info.height];
    let most = 1;
    for (let at = 3 * info.width * Math.floor(from); at < 3 * info.width * Math.floor(to); at += 3) {
      // All text and lines are gray.
      const isColored = Math.abs(data[at] - data[at + 2]) > 60;
      if (isColored !== (part === 'dots')) continue;
      const own = luminance(at);
      most = Math.max(most, (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05));
    }
    return most;
  }

  it('show light text and bright dots in the dark, dark text in the light, as the system or the button says', async () => {
    for (const dark of [true, false]) {
      await open('page.html', { width: 1280, dark });
      const [title, dots] = [await contrast('title'), await contrast('dots')];
      assert.ok(title > 7, `title, dark: ${dark}: ${title.toFixed(1)}`);
      assert.ok(dots > 4.5, `dots, dark: ${dark}: ${dots.toFixed(1)}`);
    }
    await page.click('.theme');
    await page.click('.theme');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.ok((await contrast('title')) > 7);
  });

  it('become slides that need no network', async () => {
    await open('page.slides.html', { width: 1280, dark: true });
    await page.waitForSelector('.reveal.ready');
    const shown = () => page.textContent('section.present :is(h1, h2)');
    assert.match((await shown()) ?? '', /^4\. Define/);
    await page.keyboard.press('ArrowRight');
    assert.match((await shown()) ?? '', /^Next/);
    // Nothing is cut off: a figure is not under the code that draws it.
    const slides = await page.evaluate<number>('Reveal.getTotalSlides()');
    await page.evaluate('Reveal.slide(0)');
    for (let i = 0; i < slides; i++) {
      const [whole, seen] = await page.evaluate<[number, number]>(
        '(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(Reveal.getCurrentSlide())',
      );
      assert.ok(whole <= seen + 2, `slide ${i}: ${whole} of ${seen} pixels`);
      await page.evaluate('Reveal.next()');
    }
    assert.deepEqual(fetched, []);
  });

  it('are printed', async () => {
    await makePdfs([fileOf('page.html')], { program: executablePath ?? '' });
    assert.equal(readFileSync(fileOf('page.pdf')).subarray(0, 5).toString(), '%PDF-');
    assert.ok(statSync(fileOf('page.pdf')).size > 20_000);
  });
});
