import { expectation, type ExpectationError } from '../../errors';
import { ANOTHER_COPY } from './advice';
import { LIMITS } from '../limits';
import type { PackedFiles } from './packed-files';

/**
 * The files of a tar archive. A tar has no directory, so every call reads it from the start.
 *
 * @param chunks returns the bytes of the tar, already gunzipped, each time it is called
 * @param options
 * @param options.source the archive, for errors
 * @throws ExpectationError for an archive that is truncated or damaged, or has too many files
 * @example const { paths } = await tarFiles(() => gunzipped(bytes, { source }), { source });
 */
export async function tarFiles(
  chunks: () => AsyncIterable<Buffer>,
  { source }: { source: string },
): Promise<PackedFiles> {
  const sizes = new Map<string, number>();
  for await (const { path, size } of readTar(chunks(), { source, wants: () => false })) {
    if (sizes.has(path))
      throw expectation(`${path} in ${source}`, {
        expectation: 'the only file of that name',
        found: 'two of them',
        advice: `Create the archive again. ${ANOTHER_COPY}`,
      });
    sizes.set(path, size);
    if (sizes.size > LIMITS.entries)
      throw expectation(source, {
        expectation: `an archive of at most ${LIMITS.entries.toLocaleString('en')} files and folders`,
        found: 'more',
        advice: ANOTHER_COPY,
      });
  }
  return {
    form: 'tar',
    source,
    paths: [...sizes.keys()],
    sizeOf: (path) => sizes.get(path)!,
    async *stream(path) {
      for await (const piece of readTar(chunks(), { source, wants: (name) => name === path }))
        if (piece.bytes) yield piece.bytes;
    },
    open: (paths) => readAll(chunks(), { paths, sizes, source }),
  };
}

/**
 * Reads several files into memory at once, since they are needed in another order than the tar's.
 */
async function readAll(
  chunks: AsyncIterable<Buffer>,
  { paths, sizes, source }: { paths: readonly string[]; sizes: ReadonlyMap<string, number>; source: string },
): Promise<(path: string) => Buffer> {
  const total = paths.reduce((sum, path) => sum + sizes.get(path)!, 0);
  if (total > LIMITS.inMemory)
    throw expectation(`the files of ${source}`, {
      expectation: `at most ${LIMITS.inMemory.toLocaleString('en')} bytes in total`,
      found: `${total.toLocaleString('en')} bytes`,
      advice: 'Unpack the archive and set FER2013 to its folder.',
    });
  const wanted = new Set(paths);
  const pieces = new Map<string, Buffer[]>(paths.map((path) => [path, []]));
  for await (const { path, bytes } of readTar(chunks, { source, wants: (name) => wanted.has(name) }))
    if (bytes) pieces.get(path)!.push(bytes);
  return (path) => Buffer.concat(pieces.get(path)!);
}

/** A file's header when it is read, or a chunk of its content if wanted. */
interface TarPiece {
  readonly path: string;
  readonly size: number;
  readonly bytes?: Buffer;
}

async function* readTar(
  chunks: AsyncIterable<Buffer>,
  { source, wants }: { source: string; wants: (path: string) => boolean },
): AsyncGenerator<TarPiece, void, undefined> {
  // Loaded on first use, since few copies of FER-2013 are tars.
  const { Parser } = await import('tar');
  const queue: TarPiece[] = [];
  let failure: Error | undefined;
  let last: { path: string; size: number; isWanted: boolean; isWhole: boolean } | undefined;
  const parser = new Parser({
    strict: true,
    maxMetaEntrySize: 1 << 20,
    onReadEntry: (entry) => {
      const path = entry.path.replace(/\\/g, '/').replace(/^(?:\.\/)+/, '');
      const file = { path, size: entry.size, isWanted: wants(path), isWhole: false };
      if (entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile') {
        last = file;
        queue.push({ path, size: entry.size });
        if (file.isWanted) entry.on('data', (bytes: Buffer) => queue.push({ path, size: entry.size, bytes }));
      } else if (entry.type === 'Directory' && path !== '' && path !== '.')
        queue.push({ path: path.endsWith('/') ? path : `${path}/`, size: 0 });
      entry.on('end', () => (file.isWhole = true));
      entry.resume();
    },
  });
  parser.on('error', (error: Error) => (failure ??= error));
  const check = () => {
    if (failure) throw damagedTar(failure, source);
  };
  for await (const chunk of chunks) {
    parser.write(chunk);
    check();
    yield* queue.splice(0);
  }
  parser.end();
  check();
  if (last && !last.isWhole) throw damagedTar(new Error(`it ends within ${last.path}`), source);
  yield* queue.splice(0);
}

function damagedTar(error: Error, source: string): ExpectationError {
  return expectation(source, {
    expectation: 'a complete tar archive',
    found: `one that is truncated or damaged (${error.message.replace(/\.$/, '')})`,
    advice: `Compare its size with that of the original. ${ANOTHER_COPY}`,
    cause: error,
  });
}
