import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/shared/find-chromium';

const onLinux = process.platform === 'linux';

/**
 * A script that shows two figures, then says which ports its process listens on and what it has
 * loaded.
 */
const SCRIPT = `
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createFigure } from 'PLOTS/figure';
import { showFigure } from 'PLOTS/index';
const bars = (title) => createFigure({ title, data: [{ type: 'bar', x: ['</script><!--'], y: Float32Array.of(1) }], alt: title + ' \\u001b[2J' });
function listening() {
  const own = readdirSync('/proc/self/fd').flatMap((fd) => {
    try { return [readlinkSync('/proc/self/fd/' + fd)]; } catch { return []; }
  });
  return ['tcp', 'tcp6'].flatMap((kind) => readFileSync('/proc/self/net/' + kind, 'utf8').split('\\n').slice(1)
    .map((line) => line.trim().split(/ +/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && own.includes('socket:[' + inode + ']'))
    .map(([, address]) => address));
}
async function main() {
  await Promise.all([showFigure(bars('First')), showFigure(bars('Second'))]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const loaded = Object.keys(require.cache).filter((file) => /node_modules.(@nestjs|express|socket\\.io)/.test(file));
  console.log(JSON.stringify({ listening: process.platform === 'linux' ? listening() : [], loaded }));
}
void main();
`;

interface Facts {
  listening: string[];
  loaded: string[];
}

describe('showFigure() in a terminal', () => {
  let folder = '';
  let output: string[] = [];
  let facts: Facts;
  let page = '';
  let opened = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'window-'));
    // What nodeplotlib opens its window with, on Linux.
    const open = path.join(folder, 'xdg-open');
    writeFileSync(open, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${folder}/opened'\n`);
    chmodSync(open, 0o755);
    const script = path.join(folder, 'script.ts');
    writeFileSync(script, SCRIPT.replaceAll('PLOTS', path.resolve('src/lib/plots')));
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', script], {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: ':0', PATH: [folder, process.env.PATH].join(path.delimiter) },
    });
    assert.equal(status, 0, stderr);
    output = stdout.trim().split('\n');
    facts = JSON.parse(output.at(-1)!) as Facts;
    page = output[1].trim();
    if (onLinux) opened = readFileSync(path.join(folder, 'opened'), 'utf8');
  });
  after(() => {
    rmSync(folder, { recursive: true });
    if (page) rmSync(page);
  });

  it('says what the figures show and where their page is', () => {
    assert.deepEqual(output.slice(0, -1), [
      'Figure 1: First \\u001b[2J',
      `  ${page}`,
      'Figure 2 (reload the page): Second \\u001b[2J',
      `  ${page}`,
    ]);
    assert.equal(path.dirname(page), path.resolve('out', 'figures'));
  });

  it('opens the page once', { skip: !onLinux }, () => {
    assert.equal(opened, `${pathToFileURL(page).href}\n`);
  });

  it('listens on no port, and loads no server', () => {
    assert.deepEqual(facts, { listening: [], loaded: [] });
  });

  it('lets nobody else read the page', { skip: process.platform === 'win32' }, () => {
    assert.equal(statSync(page).mode & 0o777, 0o600);
    assert.equal(statSync(path.dirname(page)).mode & 0o777, 0o700);
  });

  const executablePath = findChromium();
  it('draws both figures from the page alone', { skip: executablePath ? false : 'no Chromium' }, async () => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const tab = await browser.newPage();
      const fetched: string[] = [];
      const errors: string[] = [];
      tab.on('request', (request) => fetched.push(request.url().slice(0, 5)));
      tab.on('pageerror', (error) => errors.push(error.message));
      tab.on('console', (message) => errors.push(message.text()));
      await tab.goto(pathToFileURL(page).href);
      await tab.waitForSelector('figure:nth-of-type(2) .main-svg .xtick text');
      const texts = await tab.evaluate<string[]>(
        `[...document.querySelectorAll('.gtitle, .xtick text')].map((text) => text.textContent)`,
      );
      assert.deepEqual(texts.sort(), ['</script><!--', '</script><!--', 'First', 'Second']);
      assert.deepEqual(errors, []);
      assert.deepEqual(
        fetched.filter((address) => !['file:', 'data:', 'blob:'].includes(address)),
        [],
      );
      // What its content tried to reach would be refused by the page's own policy.
      assert.match(
        await tab.evaluate<string>(
          `fetch('https://example.org/').then(() => 'reached', (error) => error.message)`,
        ),
        /Failed to fetch/,
      );
      assert.match(errors.join('\n'), /Content Security Policy/);
      await tab.screenshot({ path: path.join('out', 'figure-page.png'), fullPage: true });
    } finally {
      await browser.close();
    }
  });
});
