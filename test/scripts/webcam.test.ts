import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, describe, it } from 'node:test';
import { parseOptions } from '../../scripts/webcam/options';
import { servePage, type PageServer } from '../../scripts/webcam/serve-page';

describe('parseOptions() of npm run webcam', () => {
  it('reads the port, the model and whether to open a browser', () => {
    assert.deepEqual(parseOptions([]), { port: undefined, model: 'crowd', browser: true });
    assert.deepEqual(parseOptions(['--port', '8080', '--no-browser', '--model', 'shipped']), {
      port: 8080,
      model: 'shipped',
      browser: false,
    });
  });

  it('names what is wrong', () => {
    assert.throws(() => parseOptions(['--port', '0']), /--port to be a whole number from 1 to 65535/);
    assert.throws(() => parseOptions(['--port', 'x']), /--port/);
    assert.throws(() => parseOptions(['--model', 'mine']), /--model to be shipped or crowd but found mine/);
    assert.throws(() => parseOptions(['--host', '0.0.0.0']), /--host/);
  });
});

describe('servePage()', () => {
  const servers: PageServer[] = [];
  after(() => Promise.all(servers.map((server) => server.close())));
  const serve = async (port?: number) => {
    const server = await servePage('<p>hi', { port });
    servers.push(server);
    return server;
  };

  it('serves the page and nothing else, and takes nothing', async () => {
    const { address } = await serve();
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const place of ['', 'webcam.html', '?backend=wasm']) {
      const response = await fetch(`${address}${place}`);
      assert.equal(response.status, 200);
      assert.equal(await response.text(), '<p>hi');
      assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    }
    assert.equal((await fetch(`${address}package.json`)).status, 404);
    assert.equal((await fetch(address, { method: 'POST', body: 'x' })).status, 405);
    assert.equal((await fetch(address, { method: 'HEAD' })).status, 200);
  });

  it('listens on this machine alone', async () => {
    const { address } = await serve();
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address: host } of others) {
      const asked = request({ host, port: new URL(address).port, timeout: 2000 });
      asked.on('timeout', () => asked.destroy(new Error('timeout')));
      asked.end();
      const outcome = await Promise.race([
        once(asked, 'response').then(() => 'answered'),
        once(asked, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      assert.equal(outcome, 'refused', host);
    }
  });

  it('takes any port where the usual one is taken, but says so of one that was asked for', async () => {
    const [first, second] = [await serve(), await serve()];
    assert.notEqual(first.address, second.address);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(
      serve(port),
      new RegExp(
        `^ExpectationError: Expected the port ${port} to be free but found that another program uses it\\.`,
      ),
    );
    other.close();
  });
});

describe('npm run webcam', { skip: process.platform === 'win32' }, () => {
  it('prints the address, serves a page that can connect to nothing, and ends with Ctrl-C', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/webcam/main.ts', '--no-browser'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let output = '';
    let address: string | undefined;
    for await (const text of child.stdout) {
      output += String(text);
      [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? [];
      if (address !== undefined && output.includes('Ctrl-C')) break;
    }
    assert.match(output, /✓ Camera page: 1\d\.\d MB/);
    const html = await (await fetch(address!)).text();
    const [, policy] = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)!;
    assert.match(policy, /default-src 'none'; connect-src 'none'/);
    assert.doesNotMatch(policy, /https?:|\*|'self'|unsafe-inline|'unsafe-eval'/);
    assert.doesNotMatch(html, /<!-- build:/);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    await assert.rejects(fetch(address!));
  });
});
