import { once } from 'node:events';
import { createWriteStream, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'undici';
import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';
import { ExpectationError } from '../../src/lib/errors';
import { integer, object, optional, readJsonSync, text, type ValueOf } from '../../src/lib/json';
import { fetchThroughProxy, ProxyError } from './fetch-through-proxy';
import { RefusedError } from './refused-error';

/**
 * Is called with the bytes that are there, and with how many there will be, if the server says so.
 */
export type DownloadListener = (bytes: number, total?: number) => void;

/** How {@link download} goes about it. */
export interface DownloadOptions {
  onProgress?: DownloadListener;
  /** How often to try without a single new byte before giving up. */
  attempts?: number;
  /** Milliseconds between two attempts. */
  pause?: number;
  /** Milliseconds that a server may be silent. */
  patience?: number;
}

/**
 * Downloads an address to a file. Resumes an earlier download to the same file, provided that the
 * server can tell that its content is still the same; starts over otherwise. What is needed for
 * that is kept in `<file>.json`.
 *
 * @param url http or https
 * @param file grows as the bytes come; complete when the promise resolves
 * @throws RefusedError when the server answers with something other than the file
 * @example await download('https://example.org/a.zip', 'a.zip.part');
 */
export async function download(
  url: string,
  file: string,
  { onProgress = () => {}, attempts = 4, pause = 2000, patience = 60_000 }: DownloadOptions = {},
): Promise<void> {
  if (!/^https?:\/\//.test(url))
    throw new RefusedError(`Expected FER2013_URL to be an address that begins with http:// or https:// but found ${url}.`);
  for (let fruitless = 0; ; ) {
    const before = sizeOf(file);
    try {
      await attempt(url, file, { onProgress, patience });
      return;
    } catch (error) {
      // The server is not to blame for a file that can't be written here.
      if (error instanceof RefusedError || isFileError(error)) throw error;
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

/** Whether the file system failed, not the network. */
const isFileError = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  String(error.code) in FILE_CODES &&
  'syscall' in error &&
  !('address' in error);

async function attempt(
  url: string,
  file: string,
  { onProgress, patience }: { onProgress: DownloadListener; patience: number },
): Promise<void> {
  const known = readState(file, url);
  const offset = known?.validator ? sizeOf(file) : 0;
  if (known?.total !== undefined && offset === known.total) return onProgress(offset, known.total);

  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error(`no byte for ${patience / 1000} s`)), patience);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (offset > 0 && known?.validator)
      Object.assign(headers, { range: `bytes=${offset}-`, 'if-range': known.validator });
    const response = await fetchThroughProxy(url, { headers, signal: silence.signal });
    if (response.status === 416) {
      forget(file);
      throw new Error('a download that no longer fits the file');
    }
    checkAnswer(response, url);
    // 206 continues from here; 200 says that the server can't, or that its file has changed: all of
    // it comes again.
    const start = response.status === 206 ? offset : 0;
    const total = totalOf(response, start);
    writeState(file, { url, validator: validatorOf(response), total });
    await save(response.body ?? [], file, { start, total, onProgress, heard: () => timer.refresh() });
    if (total !== undefined && sizeOf(file) !== total)
      throw new Error(`an end after ${sizeOf(file)} of ${total} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

function checkAnswer(response: Response, url: string): void {
  const { host } = new URL(response.url || url);
  const answer = `${response.status} ${response.statusText}`.trim();
  // Too many requests, or trouble on the server's side: worth another try.
  if (response.status === 429 || response.status >= 500) throw new Error(`the answer ${answer}`);
  if (!response.ok) throw new RefusedError(`Expected ${host} to send the archive but found the answer ${answer}.`);
  const type = response.headers.get('content-type') ?? '';
  if (/text\/html/i.test(type))
    throw new RefusedError(`Expected ${host} to send the archive but found a web page, probably one that asks to sign in.`);
}

/** How many bytes the whole file has, if the server says so. */
function totalOf(response: Response, start: number): number | undefined {
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
function validatorOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : (response.headers.get('last-modified') ?? undefined);
}

async function save(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  {
    start,
    total,
    onProgress,
    heard,
  }: { start: number; total?: number; onProgress: DownloadListener; heard: () => void },
): Promise<void> {
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
    // What came before the connection broke is kept: the next attempt continues after it.
    output.end();
    await failed;
  }
}

/** What is known of a download that has begun. */
const STATE = object({
  url: text(),
  /** By which the server can tell whether its file is still the same. */
  validator: optional(text()),
  total: optional(integer({ from: 0 })),
});

function readState(file: string, url: string): ValueOf<typeof STATE> | undefined {
  if (!existsSync(file) || !existsSync(`${file}.json`)) return undefined;
  try {
    const state = readJsonSync(`${file}.json`, STATE, { what: 'the state of a download' });
    return state.url === url ? state : undefined;
  } catch (error) {
    if (error instanceof ExpectationError) return undefined; // Killed while writing it.
    throw error;
  }
}

function writeState(file: string, state: ValueOf<typeof STATE>): void {
  writeFileSync(`${file}.json`, JSON.stringify(state));
}

function forget(file: string): void {
  for (const name of [file, `${file}.json`]) rmSync(name, { force: true });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Why a request failed: fetch() says "fetch failed", and the reason is the cause's. */
function reason(error: unknown): string {
  if (error instanceof ProxyError) return `${reason(error.cause)} at the proxy ${error.proxy}`;
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}
