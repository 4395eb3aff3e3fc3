// What `npm run lab` opens to the network, and what its pages fetch from there.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { python } from '../../scripts/shared/environment.mjs';

/** A process and all that it has started. */
function processTree(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return []; // It has ended.
      }
    });
  const tree = [root];
  for (const pid of tree) tree.push(...parents.filter(({ parent }) => parent === pid).map((one) => one.pid));
  return tree;
}

/** The addresses, as the kernel writes them, on which a process listens for TCP. */
function listening(pid: number): string[] {
  const files = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return []; // It has been closed.
    }
  });
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ +/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && files.includes(`socket:[${inode}]`))
      .map(([, address]) => address.replace(/:.*/, '')),
  );
}

/** 127.0.0.1 and ::1. */
const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];

describe('npm run lab', { skip: process.platform !== 'linux', timeout: 180_000 }, () => {
  interface Server {
    url: string;
    token: string;
    pid: number;
  }
  let runtime = '';
  let lab: ChildProcess;
  let server: Server;
  before(async () => {
    runtime = mkdtempSync(path.join(tmpdir(), 'lab-'));
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      JUPYTER_RUNTIME_DIR: runtime,
      JUPYTER_CONFIG_DIR: runtime,
    };
    delete environment.JUPYTER_TOKEN;
    lab = spawn(
      process.execPath,
      [
        ...['scripts/run.mjs', 'lab'],
        '--no-browser',
        '--allow-root',
        '--ServerApp.port=0',
        '--ServerApp.log_level=ERROR',
      ],
      { env: environment, stdio: 'ignore' },
    );
    for (const until = Date.now() + 120_000; ; await setTimeout(200)) {
      const name = readdirSync(runtime).find((file) => /^jpserver-\d+\.json$/.test(file));
      if (name !== undefined) {
        server = JSON.parse(readFileSync(path.join(runtime, name), 'utf8')) as Server;
        break;
      }
      if (Date.now() > until || lab.exitCode !== null) throw new Error('JupyterLab did not start.');
    }
  });
  after(async () => {
    if (lab.exitCode === null) {
      const ended = once(lab, 'close');
      for (const pid of processTree(server?.pid ?? lab.pid!).reverse()) process.kill(pid, 'SIGTERM');
      await ended;
    }
    rmSync(runtime, { recursive: true, force: true });
  });

  const ask = (place: string, options: RequestInit = {}) =>
    fetch(new URL(place, server.url.replace('localhost', '127.0.0.1')), options);
  const withToken = () => ({ Authorization: `token ${server.token}` });

  it('requires its token', async () => {
    assert.match(server.token, /^[0-9a-f]{40,}$/);
    assert.equal((await ask('api/contents/notebooks/1-import-libraries.ipynb')).status, 403);
    assert.equal(
      (await ask('api/contents/notebooks/1-import-libraries.ipynb', { headers: withToken() })).status,
      200,
    );
    const other = await ask('api/contents/notebooks/1-import-libraries.ipynb', {
      headers: { Authorization: 'token 0' },
    });
    assert.equal(other.status, 403);
  });

  it('shows the whole project, opened on the first notebook', async () => {
    const page = readdirSync(runtime).find((file) => /^jpserver-\d+-open\.html$/.test(file))!;
    const html = readFileSync(path.join(runtime, page), 'utf8');
    assert.match(html, /\/lab\/tree\/notebooks\/1-import-libraries\.ipynb\?/);
    // What the notebooks and README.md link to, and what a reader edits.
    for (const file of ['src/lib/index.ts', 'README.md', 'data/README.md', 'models/README.md'])
      assert.equal((await ask(`api/contents/${file}?content=0`, { headers: withToken() })).status, 200, file);
  });

  it('listens on this machine only, and so do its kernels', async () => {
    const asked = await ask('api/kernels', {
      method: 'POST',
      headers: withToken(),
      body: JSON.stringify({ name: 'tslab' }),
    });
    assert.equal(asked.status, 201, await asked.text());
    for (const until = Date.now() + 60_000; ; await setTimeout(200)) {
      const addresses = processTree(server.pid).map((pid) => listening(pid));
      assert.deepEqual(
        addresses.flat().filter((address) => !LOOPBACK.includes(address)),
        [],
      );
      // A kernel has five sockets.
      if (addresses.length > 1 && addresses.slice(1).flat().length >= 5) break;
      assert.ok(Date.now() < until, `${addresses.join(' | ')}`);
    }
  });

  it('exports pages that fetch nothing', async () => {
    const page = await ask('nbconvert/html/notebooks/1-import-libraries.ipynb', { headers: withToken() });
    const html = await page.text();
    assert.equal(page.status, 200, html);
    const sources = Array.from(html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]*)"/g));
    assert.ok(sources.length >= 2);
    for (const [, source] of sources) assert.match(source, /^data:/);
    assert.doesNotMatch(html, /@import|url\(["']?(?:https?:)?\/\//);
  });
});

describe("The server's settings", () => {
  const PROGRAM = `
import json, sys
from traitlets.config.loader import PyFileConfigLoader
hook = PyFileConfigLoader('jupyter_server_config.py', 'jupyter/config').load_config().ContentsManager.pre_save_hook
model = json.load(sys.stdin)
hook(model=model, path='a.ipynb', contents_manager=None)
hook(model={'type': 'file', 'content': 'text'}, path='a.txt', contents_manager=None)
print(json.dumps([list(output.get('data', {})) for output in model['content']['cells'][1]['outputs']]))`;

  it('save one picture of a figure, the SVG', () => {
    const plot = 'application/vnd.plotly.v1+json';
    const [png, svg] = [{ 'image/png': 'iVBORw0=' }, { 'image/svg+xml': '<svg/>' }];
    const outputs = [
      { data: { [plot]: {}, ...svg, ...png } },
      { data: { [plot]: {}, ...png } },
      { data: { ...svg, ...png } },
      { text: 'printed' },
    ];
    const cells = [{ cell_type: 'markdown' }, { cell_type: 'code', outputs }];
    const { stdout, stderr } = spawnSync(python, ['-c', PROGRAM], {
      encoding: 'utf8',
      input: JSON.stringify({ type: 'notebook', content: { cells } }),
    });
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), [
      [plot, 'image/svg+xml'],
      [plot, 'image/png'],
      ['image/svg+xml', 'image/png'],
      [],
    ]);
  });
});
