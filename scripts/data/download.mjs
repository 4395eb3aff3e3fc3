import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';
import { fetchThroughProxy } from './fetch-through-proxy.mjs';
import { RefusedError } from './refused-error.mjs';

export { RefusedError };

/**
 * Downloads an address to a file. Goes on where an earlier download to the same file ended, provided that the server
 * can tell that its content is still the same; starts anew otherwise. What is needed for that stands in `<file>.json`.
 *
 * @param {string} url http or https
 * @param {string} file grows as the bytes come; whole when the promise resolves
 * @param {{ onProgress?: (bytes: number, total?: number) => void, attempts?: number, pause?: number, patience?: number }}
 *   [options] attempts without a single new byte before it gives up; pause between two and patience with a silent
 *   server in milliseconds
 * @throws {RefusedError} when the server answers with something else than the file
 * @example await download('https://example.org/a.zip', 'a.zip.part');
 */
export async function download(
  url,
  file,
  { onProgress = () => {}, attempts = 4, pause = 2000, patience = 60_000 } = {},
) {
  if (!/^https?:\/\//.test(url))
    throw new RefusedError(`Expected FER2013_URL to be an address that begins with http:// or https:// but found ${url}.`);
  for (let fruitless = 0; ; ) {
    const before = sizeOf(file);
    try {
      await attempt(url, file, { onProgress, patience });
      return;
    } catch (error) {
      // A file that can't be written here is no fault of the server's.
      if (error instanceof RefusedError || (error.code in FILE_CODES && error.syscall && !error.address)) throw error;
      fruitless = sizeOf(file) > before ? 0 : fruitless + 1;
      if (fruitless >= attempts)
        throw new Error(
          `Expected ${new URL(url).host} to send the archive but found ${reason(error)}, ${attempts} times. ` +
            'Are you online? `npm run data` resumes from what is already here.',
          { cause: error },
        );
      await sleep(pause);
    }
  }
}

async function attempt(url, file, { onProgress, patience }) {
  const known = readState(file, url);
  const offset = known?.validator ? sizeOf(file) : 0;
  if (known?.total !== undefined && offset === known.total) return onProgress(offset, known.total);

  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error(`no byte for ${patience / 1000} s`)), patience);
  try {
    const headers = { 'accept-encoding': 'identity' };
    if (offset > 0) Object.assign(headers, { range: `bytes=${offset}-`, 'if-range': known.validator });
    const response = await fetchThroughProxy(url, { headers, signal: silence.signal });
    if (response.status === 416) {
      forget(file);
      throw new Error('a download that no longer fits the file');
    }
    judge(response, url);
    // 206 goes on from here; 200 says that the server can't, or that its file has changed: all of it comes anew.
    const start = response.status === 206 ? offset : 0;
    const total = totalOf(response, start);
    writeState(file, { url, validator: validatorOf(response), total });
    await save(response.body, file, { start, total, onProgress, heard: () => timer.refresh() });
    if (total !== undefined && sizeOf(file) !== total)
      throw new Error(`an end after ${sizeOf(file)} of ${total} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

function judge(response, url) {
  const { host } = new URL(response.url || url);
  const answer = `${response.status} ${response.statusText}`.trim();
  // Too many requests, or trouble on the server's side: worth another try.
  if (response.status === 429 || response.status >= 500) throw new Error(`the answer ${answer}`);
  if (!response.ok) throw new RefusedError(`Expected ${host} to send the archive but found the answer ${answer}.`);
  const type = response.headers.get('content-type') ?? '';
  if (/text\/html/i.test(type))
    throw new RefusedError(`Expected ${host} to send the archive but found a web page, probably one that asks to sign in.`);
}

function totalOf(response, start) {
  if (response.status === 206) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    if (Number(from) !== start)
      throw new RefusedError(`Expected the server to resume from byte ${start} but found the range ${response.headers.get('content-range')}.`);
    return Number(total);
  }
  const length = response.headers.get('content-length');
  return length === null ? undefined : Number(length);
}

/** What `If-Range` may carry: a strong ETag, else the date of the last change. */
function validatorOf(response) {
  const tag = response.headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : (response.headers.get('last-modified') ?? undefined);
}

async function save(body, file, { start, total, onProgress, heard }) {
  const output = createWriteStream(file, { flags: start > 0 ? 'a' : 'w' });
  const failed = once(output, 'close').then(() => {
    if (output.errored) throw output.errored;
  });
  failed.catch(() => {}); // Awaited below, once the bytes have stopped.
  let bytes = start;
  try {
    for await (const chunk of body) {
      heard();
      bytes += chunk.length;
      if (output.errored) break;
      if (!output.write(chunk)) await Promise.race([once(output, 'drain'), failed]);
      onProgress(bytes, total);
    }
  } finally {
    // What came before the connection broke is kept: the next attempt goes on behind it.
    output.end();
    await failed;
  }
}

function readState(file, url) {
  if (!existsSync(file) || !existsSync(`${file}.json`)) return undefined;
  try {
    const state = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    return state?.url === url ? state : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // Killed while writing it.
    throw error;
  }
}

function writeState(file, state) {
  writeFileSync(`${file}.json`, JSON.stringify(state));
}

function forget(file) {
  for (const name of [file, `${file}.json`]) rmSync(name, { force: true });
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** fetch() hides why behind "fetch failed". */
function reason(error) {
  const what = error.cause?.code ?? error.cause?.message ?? error.message;
  return error.proxy ? `${what} at the proxy ${error.proxy}` : what;
}
