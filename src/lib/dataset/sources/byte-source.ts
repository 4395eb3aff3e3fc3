import { closeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileError, openFileSync, readFully, type ReadFileOptions } from '../../files/read-file';

/** Bytes that are read where they are needed: a file's without taking all of it into memory, or a buffer's. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from a position on; fewer, or none, where the source ends earlier. They stay as they are. */
  read(position: number, length: number): Buffer;
  close(): void;
}

/** Read at once, since what lies next to each other in an archive is mostly wanted one after the other. */
const WINDOW = 128 * 1024;

/**
 * Opens a file as a source of bytes.
 *
 * @throws ExpectationError for what is no file, or one over the limit; so does reading what can't be read
 * @example const source = openBytes('fer2013.zip', { what: 'an archive', largest: 2 ** 30 });
 */
export function openBytes(file: string, options: ReadFileOptions): ByteSource {
  const { handle, size } = openFileSync(file, options);
  let window = Buffer.alloc(0);
  let windowStart = 0;
  const load = (position: number, length: number) => {
    const bytes = Buffer.allocUnsafeSlow(length);
    try {
      return bytes.subarray(0, readFully(handle, { bytes, position }));
    } catch (error) {
      throw fileError(file, { error, options });
    }
  };
  return {
    size,
    read: (position, length) => {
      const wanted = position >= 0 ? Math.min(length, size - position) : 0;
      if (!(wanted > 0)) return Buffer.alloc(0);
      if (wanted > WINDOW) return load(position, wanted);
      if (position < windowStart || position + wanted > windowStart + window.length) {
        windowStart = position;
        window = load(position, Math.min(WINDOW, size - position));
      }
      return window.subarray(position - windowStart, position - windowStart + wanted);
    },
    close: () => closeSync(handle),
  };
}

/**
 * A buffer as a source of bytes.
 *
 * @example const source = bytesInMemory(archive);
 */
export function bytesInMemory(buffer: Buffer): ByteSource {
  return {
    size: buffer.length,
    read: (position, length) => buffer.subarray(Math.max(0, position), Math.max(0, position + length)),
    close: () => {},
  };
}

/**
 * The bytes of a part, piece by piece; between pieces timers and signals get their turn.
 *
 * @example for await (const chunk of chunksOf(source)) hash.update(chunk);
 */
export async function* chunksOf(
  source: ByteSource,
  { start = 0, end = source.size }: { start?: number; end?: number } = {},
): AsyncGenerator<Buffer, void, undefined> {
  const step = 1 << 20;
  for (let position = start; position < end; position += step) {
    const chunk = source.read(position, Math.min(step, end - position));
    if (chunk.length === 0) return;
    yield chunk;
    await setImmediate();
  }
}
