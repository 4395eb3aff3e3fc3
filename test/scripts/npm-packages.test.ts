// The npm packages that others bring along, in the versions that `overrides` in package.json puts
// in their place.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { DataFrame, readCSV, readJSON, Series } from 'danfojs-node';

type Overrides = Record<string, string | Record<string, string>>;
interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  link?: boolean;
}

const readJson = (name: string) => JSON.parse(readFileSync(name, 'utf8')) as unknown;
const { overrides } = readJson('package.json') as { overrides: Overrides };
const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> };

/** Packages that had faults of high or critical severity, and the first version without them. */
const SOUND = {
  '@nestjs/common': '10.4.16',
  '@nestjs/core': '11.1.18',
  axios: '1.12.0',
  'body-parser': '1.20.3',
  'brace-expansion': '1.1.12',
  cookie: '0.7.0',
  'engine.io': '6.4.2',
  express: '4.20.0',
  'file-type': '21.3.1',
  'follow-redirects': '1.15.6',
  'form-data': '4.0.4',
  minimatch: '3.1.3',
  multer: '2.0.2',
  'node-fetch': '2.6.7',
  'path-to-regexp': '8.0.0',
  qs: '6.14.1',
  rollup: '2.80.0',
  semver: '6.3.1',
  send: '0.19.0',
  'serve-static': '1.16.0',
  'socket.io': '4.6.2',
  'socket.io-parser': '4.2.4',
  tar: '7.5.8',
  'tough-cookie': '4.1.3',
  ws: '8.17.1',
  xlsx: '0.20.2',
};

const numbersOf = (version: string) => version.split('.').map(Number);
function isBefore(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const place = a.findIndex((number, i) => number !== b[i]);
  return place >= 0 && a[place] < b[place];
}

/**
 * Optional packages for other platforms that node-webcodecs lists, and that the registry does not
 * have: `npm ci` wants to see them in the lock file nevertheless.
 */
const UNPUBLISHED = ['@node-webcodecs/static-darwin-arm64', '@node-webcodecs/static-linux-arm64'];

describe('The packages that others bring along', () => {
  const installed = Object.entries(packages)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .map(([place, facts]) => ({ ...facts, name: place.replace(/^.*node_modules\//, '') }));

  it('are none with a fault that is on the list', () => {
    assert.ok(installed.length > 200, `${installed.length}`);
    const faulty = installed.filter(({ name, version = '' }) => {
      const sound = (SOUND as Record<string, string>)[name];
      return sound !== undefined && isBefore(version, sound);
    });
    assert.deepEqual(
      faulty.map(({ name, version }) => `${name} ${version}`),
      [],
    );
  });

  it('come from the registry, with a hash', () => {
    for (const { name, resolved, integrity } of installed) {
      assert.match(resolved ?? 'https://registry.npmjs.org/', /^https:\/\/registry\.npmjs\.org\//, name);
      if (!UNPUBLISHED.includes(name)) assert.match(integrity ?? '', /^sha512-/, name);
    }
  });

  it('are listed in docs/dependencies.md where they are others than asked for', () => {
    const text = readFileSync('docs/dependencies.md', 'utf8');
    const chosen = Object.entries(overrides).flatMap(([name, version]) =>
      typeof version === 'string' ? [[name, version]] : Object.entries(version),
    );
    assert.ok(chosen.length >= 12);
    for (const [name, version] of chosen) {
      assert.ok(text.includes(`\`${name}\``), name);
      const [number] = /\d+\.\d+\.\d+$/.exec(version) ?? [''];
      assert.ok(text.includes(number), `${name} ${number}`);
    }
  });
});

describe('danfojs-node', () => {
  const server = createServer((request, response) =>
    response.end(request.url === '/a.json' ? '[{"a":1,"b":2},{"a":3,"b":5}]' : 'a,b\n1,2\n3,5\n'),
  );
  let home = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it('reads tables from addresses', async () => {
    for (const table of [await readCSV(`${home}/a.csv`), await readJSON(`${home}/a.json`)])
      assert.deepEqual((table as DataFrame).values, [
        [1, 2],
        [3, 5],
      ]);
  });

  it('computes what mathjs computes for it', () => {
    const frame = new DataFrame({ a: [1, 2, 2, 5, 10], b: [3, 1, 4, 1, 6] });
    const described = frame.describe();
    assert.deepEqual(described.index, ['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
    assert.deepEqual(
      described.values.map((row) => (row as number[]).map((value) => Number(value.toFixed(6)))),
      [
        [5, 5],
        [4, 3],
        [3.674235, 2.12132],
        [1, 1],
        [2, 3],
        [10, 6],
        [13.5, 4.5],
      ],
    );
    assert.deepEqual(new Series([1, 2, 2, 5]).mode(), [2]);
  });
});

describe('nodeplotlib', () => {
  // Its server would listen on the whole network; for this test it listens on this machine only.
  const SCRIPT = `
    const { Server } = require('node:net');
    const { listen } = Server.prototype;
    Server.prototype.listen = function (port, ...rest) { return listen.call(this, port, '127.0.0.1', ...rest); };
    const { log } = console;
    console.log = async (...words) => {
      const [home] = /http:.*/.exec(words.join(' ')) ?? [];
      if (home === undefined) return;
      const polling = home + '/socket.io/?EIO=4&transport=polling';
      const read = async (address, options) => (await fetch(address, options)).text();
      const page = await read(home);
      const { sid } = JSON.parse((await read(polling)).slice(1));
      const send = (body) => read(polling + '&sid=' + sid, { method: 'POST', body });
      await send('40');
      await read(polling + '&sid=' + sid);
      await send('42["readplots"]');
      log(JSON.stringify({ page, plots: await read(polling + '&sid=' + sid) }));
      process.exit();
    };
    require('nodeplotlib').plot([{ type: 'bar', x: ['a'], y: [4711] }], { title: 'Bars' });`;

  it('serves its page and a plot', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT], {
      encoding: 'utf8',
      timeout: 60_000,
      // A port of the system's choice, and no browser.
      env: { ...process.env, NODEPLOTLIB_PORT: '0' },
    });
    const last = stdout.trim().split('\n').at(-1) ?? '';
    assert.match(last, /^\{/, stderr);
    const { page, plots } = JSON.parse(last) as { page: string; plots: string };
    assert.match(page, /<npl-root>/);
    assert.match(plots, /"plotdata",.*"y":\[4711\].*"title":"Bars"/);
  });
});
