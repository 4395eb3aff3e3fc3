import { expectation, type ExpectationError } from '../../errors';
import type { NamedSource } from './advice';
import { LIMITS } from '../limits';
import type { PackedFiles } from './packed-files';

/**
 * The files of a tar archive. A tar has no directory, so every call reads it from the start.
 *
 * @param chunks returns the bytes of the tar, already gunzipped, each time it is called
 * @param named the archive, for errors
 * @throws ExpectationError for an archive that is truncated or damaged, or has too many files
 * @example const { paths } = await tarFiles(() => gunzipped(bytes, named), named);
 */
export async function tarFiles(
  chunks: () => AsyncIterable<Buffer>,
  named: NamedSource,
): Promise<PackedFiles> {
  const { source, words } = named;
  const sizes = new Map<string, number>();
  for await (const { path, size } of readTar(chunks(), { ...named, wants: () => false })) {
    if (sizes.has(path))
      throw expectation(`${path} in ${source}`, {
        expectation: 'the only file of that name',
        found: 'two of them',
        advice: `Create the archive again. ${words.anotherCopy}`,
      });
    sizes.set(path, size);
    if (sizes.size > LIMITS.entries)
      throw expectation(source, {
        expectation: `an archive of at most ${LIMITS.entries.toLocaleString('en')} files and folders`,
        found: 'more',
        advice: words.anotherCopy,
      });
  }
  return {
    form: 'tar',
    source,
    paths: [...sizes.keys()],
    sizeOf: (path) => sizes.get(path)!,
    async *stream(path) {
      for await (const piece of readTar(chunks(), { ...named, wants: (name) => name === path }))
        if (piece.bytes) yield piece.bytes;
    },
    open: (paths) => readAll(chunks(), { paths, sizes, ...named }),
  };
}

/**
 * Reads several files into memory at once, since they are needed in another order than the tar's.
 */
async function readAll(
  chunks: AsyncIterable<Buffer>,
  { paths, sizes, ...named }: { paths: readonly string[]; sizes: ReadonlyMap<string, number> } & NamedSource,
): Promise<(path: string) => Buffer> {
  const total = paths.reduce((sum, path) => sum + sizes.get(path)!, 0);
  if (total > LIMITS.inMemory)
    throw expectation(`the files of ${named.source}`, {
      expectation: `at most ${LIMITS.inMemory.toLocaleString('en')} bytes in total`,
      found: `${total.toLocaleString('en')} bytes`,
      advice: `Unpack the archive and set ${named.words.setting} to its folder.`,
    });
  const wanted = new Set(paths);
  const pieces = new Map<string, Buffer[]>(paths.map((path) => [path, []]));
  for await (const { path, bytes } of readTar(chunks, { ...named, wants: (name) => wanted.has(name) }))
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
  { wants, ...named }: NamedSource & { wants: (path: string) => boolean },
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
    if (failure) throw damagedTar(failure, named);
  };
  for await (const chunk of chunks) {
    parser.write(chunk);
    check();
    yield* queue.splice(0);
  }
  parser.end();
  check();
  if (last && !last.isWhole) throw damagedTar(new Error(`it ends within ${last.path}`), named);
  yield* queue.splice(0);
}

function damagedTar(error: Error, { source, words }: NamedSource): ExpectationError {
  return expectation(source, {
    expectation: 'a complete tar archive',
    found: `one that is truncated or damaged (${error.message.replace(/\.$/, '')})`,
    advice: `Compare its size with that of the original. ${words.anotherCopy}`,
    cause: error,
  });
}
