import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { expectation } from '../errors';

/** Options of {@link readFileBytes}. */
export interface ReadFileOptions {
  /** What the file should be, in words that follow "to be": `an image`. */
  what: string;
  /** Maximum size in bytes; a larger file is an error. */
  largest: number;
  /** What to do if the file does not exist, as a full sentence. */
  missing?: string;
  /** What to do if the file exists but cannot be read, as a full sentence. */
  advice?: string;
}

/** Do not wait for the other end of a named pipe. This has no effect on files. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const MISSING = 'Correct the path; a relative one starts at the working directory.';

/**
 * Reads a whole file. Anything else is an error with a clear message: a folder, a named pipe, a
 * device, a file over the limit, a missing or unreadable file.
 *
 * @param file path of the file
 * @param options
 * @throws ExpectationError that names the file and what was found
 * @example
 * const bytes = await readFileBytes('me.png', { what: 'an image', largest: 64 * 2 ** 20 });
 */
export async function readFileBytes(file: string, options: ReadFileOptions): Promise<Buffer> {
  try {
    const handle = await open(file, FLAGS);
    try {
      const bytes = Buffer.allocUnsafeSlow(checkFile(file, { stats: await handle.stat(), options }));
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return bytes.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(file, { error, options });
  }
}

/** Synchronous version of {@link readFileBytes}. */
export function readFileBytesSync(file: string, options: ReadFileOptions): Buffer {
  const { handle, size } = openFileSync(file, options);
  try {
    const bytes = Buffer.allocUnsafeSlow(size);
    return bytes.subarray(0, readFully(handle, { bytes, position: 0 }));
  } catch (error) {
    throw fileError(file, { error, options });
  } finally {
    closeSync(handle);
  }
}

/**
 * Opens a file to be read piece by piece, with the same checks as {@link readFileBytes}. The caller
 * closes it.
 *
 * @throws ExpectationError that names the file and what was found
 * @example
 * const { handle, size } = openFileSync('fer2013.zip', { what: 'an archive', largest: 2 ** 30 });
 */
export function openFileSync(file: string, options: ReadFileOptions): { handle: number; size: number } {
  let handle: number | undefined;
  try {
    handle = openSync(file, FLAGS);
    return { handle, size: checkFile(file, { stats: fstatSync(handle), options }) };
  } catch (error) {
    if (handle !== undefined) closeSync(handle);
    throw fileError(file, { error, options });
  }
}

/**
 * Fills a buffer from an open file, starting at a position.
 *
 * @returns the number of bytes read: fewer than requested at the end of the file
 * @throws Error if the file system fails
 * @example const length = readFully(handle, { bytes, position: 0 });
 */
export function readFully(handle: number, { bytes, position }: { bytes: Buffer; position: number }): number {
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(handle, bytes, length, bytes.length - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** Describes what a path leads to if it is not a file; undefined for a file. */
export function kindOfEntry(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** Returns the size of a file after checking its kind and size. */
function checkFile(file: string, { stats, options }: { stats: Stats; options: ReadFileOptions }): number {
  const { what, largest, advice } = options;
  const kind = kindOfEntry(stats);
  if (kind !== undefined) throw expectation(file, { expectation: what, found: kind, advice });
  if (stats.size <= largest) return stats.size;
  throw expectation(file, {
    expectation: `${what} of at most ${largest.toLocaleString('en')} bytes`,
    found: `${stats.size.toLocaleString('en')} bytes`,
    advice,
  });
}

/** Meanings of the file system's error codes. */
const CODES: Readonly<Record<string, string>> = {
  ENOENT: 'nothing there',
  ENOTDIR: 'nothing there: part of the path is a file, not a folder',
  EISDIR: 'a folder',
  ENXIO: 'a socket or a device that is not there',
  EACCES: 'a file that may not be read (EACCES)',
  EPERM: 'a file that may not be read (EPERM)',
  ENAMETOOLONG: 'a name longer than the file system allows (ENAMETOOLONG)',
  ELOOP: 'a link that leads back to itself (ELOOP)',
  ERR_INVALID_ARG_VALUE: 'a path that no file can have',
};

/**
 * Converts an error of the file system, such as a denied permission, to a message that names the
 * file. Other errors are returned unchanged.
 *
 * @example
 * try {
 *   statSync(file);
 * } catch (error) {
 *   throw fileError(file, { error, options: { what: 'a folder' } });
 * }
 */
export function fileError(
  file: string,
  { error, options }: { error: unknown; options: Omit<ReadFileOptions, 'largest'> },
): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const { what, missing = MISSING, advice } = options;
  const isMissing =
    code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code.startsWith('ERR_');
  return expectation(file, {
    expectation: what,
    found: CODES[code] ?? (error as Error).message,
    advice: isMissing ? missing : advice,
    cause: error,
  });
}
