import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { checkArchive } from '../../scripts/data/check-archive';
import * as downloading from '../../scripts/data/download';
import * as fetching from '../../scripts/data/fetch-archive';
import { fetchThroughProxy } from '../../scripts/data/fetch-through-proxy';

/** 200,000 bytes, no two thousand alike. */
const content = Buffer.from(
  Array.from({ length: 200_000 }, (_, index) => (index * index + (index >> 8)) % 251),
);

/** How the server behaves in a test. */
interface Behaviour {
  /** Sends this many bytes of an answer, then breaks the connection; once for each entry. */
  breaks: number[];
  ranges: boolean;
  etag: string | undefined;
  answer?: (response: http.ServerResponse) => void;
}

let behaviour: Behaviour;
let requests: { range?: string; ifRange?: string }[];
let url: string;
let folder: string;
const server = http.createServer((request, response) => {
  const range = request.headers.range;
  const ifRange = request.headers['if-range'] as string | undefined;
  requests.push({ range, ifRange });
  if (behaviour.answer) return behaviour.answer(response);
  const fits = behaviour.ranges && range !== undefined && ifRange === behaviour.etag;
  const start = fits ? Number(/\d+/.exec(range)?.[0]) : 0;
  response.writeHead(fits ? 206 : 200, {
    'content-type': 'application/zip',
    'content-length': content.length - start,
    ...(behaviour.etag ? { etag: behaviour.etag } : {}),
    ...(fits ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  const end = behaviour.breaks.shift();
  if (end === undefined) return void response.end(content.subarray(start));
  response.write(content.subarray(start, start + end), () => setTimeout(() => response.destroy(), 30));
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fer2013`;
});
after(() => server.close());
beforeEach(() => {
  behaviour = { breaks: [], ranges: true, etag: '"one"' };
  requests = [];
  folder = mkdtempSync(path.join(tmpdir(), 'data-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('download()', () => {
  const download: typeof downloading.download = (from, file, options) =>
    downloading.download(from, file, { pause: 1, ...options });
  const file = () => path.join(folder, 'archive.part');

  it('fetches all of it and tells how far it is', async () => {
    const progress: [number, number | undefined][] = [];
    await download(url, file(), { onProgress: (bytes, total) => progress.push([bytes, total]) });
    assert.deepEqual(readFileSync(file()), content);
    assert.deepEqual(progress.at(-1), [content.length, content.length]);
  });

  it('resumes where the connection broke, as often as needed', async () => {
    behaviour.breaks = [50_000, 60_000];
    await download(url, file());
    assert.deepEqual(readFileSync(file()), content);
    assert.deepEqual(requests, [
      { range: undefined, ifRange: undefined },
      { range: 'bytes=50000-', ifRange: '"one"' },
      { range: 'bytes=110000-', ifRange: '"one"' },
    ]);
  });

  it('resumes in a later call, and asks for nothing when all is there', async () => {
    behaviour.breaks = [70_000];
    await assert.rejects(download(url, file(), { attempts: 0 }), /0 times/);
    assert.equal(readFileSync(file()).length, 70_000);
    await download(url, file());
    assert.equal(requests.at(-1)?.range, 'bytes=70000-');
    await download(url, file());
    assert.deepEqual(readFileSync(file()), content);
    assert.equal(requests.length, 2);
  });

  it('starts over when the server ignores ranges', async () => {
    behaviour.breaks = [50_000];
    behaviour.ranges = false;
    await download(url, file());
    assert.deepEqual(readFileSync(file()), content);
  });

  it('starts over when the file on the server has changed', async () => {
    behaviour.breaks = [50_000];
    const changed = download(url, file(), { pause: 100 });
    setTimeout(() => (behaviour.etag = '"two"'), 60);
    await changed;
    assert.deepEqual(readFileSync(file()), content);
    assert.equal(requests[1].ifRange, '"one"');
  });

  it('starts over when nothing tells whether it is still the same file', async () => {
    behaviour.breaks = [50_000];
    behaviour.etag = undefined;
    await download(url, file());
    assert.deepEqual(readFileSync(file()), content);
    assert.equal(requests[1].range, undefined);
  });

  for (const [status, text] of [
    [403, 'Forbidden'],
    [404, 'Not Found'],
  ] as const)
    it(`takes ${status} for a refusal, at once`, async () => {
      behaviour.answer = (response) => response.writeHead(status).end();
      await assert.rejects(download(url, file()), new RegExp(`found the answer ${status} ${text}`));
      assert.equal(requests.length, 1);
    });

  it('takes a web page for a refusal', async () => {
    behaviour.answer = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    await assert.rejects(download(url, file()), /found a web page/);
    assert.equal(existsSync(file()), false);
  });

  it('tries again when the server has trouble, and gives up after some attempts', async () => {
    behaviour.answer = (response) => response.writeHead(503).end();
    await assert.rejects(
      download(url, file(), { attempts: 3 }),
      /found the answer 503 Service Unavailable, 3 times/,
    );
    assert.equal(requests.length, 3);
  });

  it('gives up on a server that falls silent', async () => {
    behaviour.answer = () => {};
    await assert.rejects(download(url, file(), { attempts: 1, patience: 50 }), /no byte for 0\.05 s/);
  });

  it('says why when nobody answers', async () => {
    await assert.rejects(download('http://127.0.0.1:9/x', file(), { attempts: 2 }), /ECONNREFUSED|bad port/);
  });

  it('rejects what is no address', async () => {
    await assert.rejects(download('kaggle', file()), /FER2013_URL to be an address .* but found kaggle/);
  });
});

/** A zip with one empty entry for each name, written by hand as APPNOTE.TXT says. */
function zipOf(names: string[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const text of names) {
    const name = Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, name);
    directory.push(central, name);
    offset += 30 + name.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The names of an archive as large as FER-2013. */
function fer2013Names({ train = 28_709, test = 7_178, classes = 7 } = {}): string[] {
  const folders = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'].slice(0, classes);
  const split = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}/${folders[index % folders.length]}/${index}.jpg`);
  return [...split('train', train), ...split('test', test)];
}

describe('checkArchive()', () => {
  const check = (bytes: Buffer, options?: Parameters<typeof checkArchive>[1]) => {
    const file = path.join(folder, 'fer2013.zip');
    writeFileSync(file, bytes);
    return checkArchive(file, options);
  };

  it('accepts 28,709 and 7,178 pictures in 14 folders', async () => {
    assert.deepEqual(await check(zipOf([...fer2013Names(), 'README.txt'])), { train: 28_709, test: 7_178 });
  });

  it('rejects one picture too few, and a class without a folder', async () => {
    const small = { train: 70, test: 14 };
    const expected = { expected: small };
    assert.deepEqual(await check(zipOf(fer2013Names(small)), expected), small);
    await assert.rejects(
      check(zipOf(fer2013Names({ train: 70, test: 13 })), expected),
      /found 70, 13 and 14\./,
    );
    await assert.rejects(
      check(zipOf(fer2013Names({ ...small, classes: 6 })), expected),
      /found 70, 14 and 12\./,
    );
    await assert.rejects(check(zipOf(fer2013Names(small))), /28709 training .* found 70/);
  });

  it('rejects a truncated zip and what is no zip', async () => {
    await assert.rejects(
      check(zipOf(fer2013Names({ train: 70, test: 14 })).subarray(0, 5_000)),
      /to be a whole zip archive/,
    );
    await assert.rejects(check(Buffer.from('emotion,pixels,Usage\n')), /to be a whole zip archive/);
  });
});

describe('fetchArchive()', () => {
  /** Runs it with console and exit code captured. */
  async function fetchArchive(options: fetching.FetchOptions = {}) {
    const { log, error } = console;
    let text = '';
    console.log = console.error = (line: string) => (text += `${line}\n`);
    try {
      const code = await fetching.fetchArchive(folder, { url, attempts: 2, pause: 1, ...options });
      return { code, text };
    } finally {
      Object.assign(console, { log, error });
    }
  }
  const isContent = (file: string) =>
    readFileSync(file).equals(content)
      ? Promise.resolve({ train: 28_709, test: 7_178 })
      : Promise.reject(new Error('Expected it to be whole.'));
  const archive = () => path.join(folder, 'fer2013.zip');

  it('puts the checked archive in its place and leaves nothing else', async () => {
    behaviour.breaks = [90_000];
    const { code, text } = await fetchArchive({ check: isContent });
    assert.equal(code, 0);
    assert.match(text, /28,709 training and 7,178 test images/);
    assert.deepEqual(readFileSync(archive()), content);
    for (const rest of ['fer2013.zip.part', 'fer2013.zip.part.json', '.fer2013.lock'])
      assert.equal(existsSync(path.join(folder, rest)), false, rest);
  });

  it('downloads nothing when the archive is there, and again when it is broken', async () => {
    writeFileSync(archive(), content.subarray(0, 10));
    assert.equal((await fetchArchive({ check: isContent })).code, 0);
    assert.equal(requests.length, 1);
    const again = await fetchArchive({ check: isContent });
    assert.match(again.text, /is already there/);
    assert.equal(requests.length, 1);
  });

  it('says how to get it by hand when the server refuses', async () => {
    behaviour.answer = (response) => response.writeHead(403).end();
    const { code, text } = await fetchArchive();
    assert.equal(code, 1);
    assert.match(
      text,
      /403 Forbidden[\s\S]*By hand:[\s\S]*kaggle\.com\/datasets\/msambare\/fer2013[\s\S]*archive\.zip/,
    );
  });

  it('deletes what is not a zip, so that the next call starts over', async () => {
    const { code, text } = await fetchArchive();
    assert.equal(code, 1);
    assert.match(text, /to be a whole zip archive/);
    assert.equal(existsSync(archive()), false);
    assert.equal(existsSync(`${archive()}.part`), false);
  });
});

describe('fetchThroughProxy()', () => {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('by the proxy');
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  let address: string;
  before(async () => {
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  after(() => proxy.close());
  const ask = async (to: string, environment: NodeJS.ProcessEnv) => {
    asked.splice(0);
    return (await fetchThroughProxy(to, {}, environment)).text();
  };

  it('goes through the proxy that the variables name, however they are spelled', async () => {
    for (const environment of [
      { HTTP_PROXY: `http://${address}` },
      { http_proxy: address },
      { ALL_PROXY: `http://${address}/` },
      { all_proxy: `http://${address}`, NO_PROXY: 'other.invalid' },
    ]) {
      assert.equal(await ask('http://archive.invalid/fer2013', environment), 'by the proxy');
      assert.deepEqual(asked, ['GET http://archive.invalid/fer2013']);
    }
  });

  it('asks the proxy for a tunnel where the address is https, and says when it is refused', async () => {
    await assert.rejects(
      ask('https://archive.invalid/fer2013', { HTTPS_PROXY: `http://me:secret@${address}` }),
      (error: Error) => {
        assert.equal(error.name, 'RefusedError');
        assert.match(
          error.message,
          new RegExp(`^Expected the proxy ${address} to let .* answer 407\\. It wants a name`),
        );
        return true;
      },
    );
    assert.deepEqual(asked, ['CONNECT archive.invalid:443']);
  });

  it('goes directly to the hosts of NO_PROXY, and where there is no proxy', async () => {
    for (const environment of [
      { HTTP_PROXY: address, NO_PROXY: '127.0.0.1' },
      { HTTPS_PROXY: address },
      { HTTP_PROXY: ' ' },
    ]) {
      assert.equal((await ask(url, environment)).length > 0, true);
      assert.deepEqual(asked, []);
    }
  });

  it('names a proxy that there can be none of', () =>
    assert.rejects(
      ask('http://archive.invalid/', { HTTP_PROXY: 'socks5://localhost:1' }),
      /Expected HTTP_PROXY to be a proxy's address that begins with http:\/\/ or https:\/\/ but found socks5:/,
    ));
});
