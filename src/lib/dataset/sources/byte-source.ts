import { closeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileError, openFileSync, readFully, type ReadFileOptions } from '../../files/read-file';

/**
 * Random access to bytes: those of a file, without loading all of it into memory, or those of a
 * buffer.
 */
export interface ByteSource {
  readonly size: number;
  /**
   * The bytes from a position on; fewer, or none, where the source ends earlier. Later reads do not
   * change them.
   */
  read(position: number, length: number): Buffer;
  close(): void;
}

/**
 * Bytes read at once, since neighbouring entries of an archive are mostly read one after another.
 */
const WINDOW = 128 * 1024;

/**
 * Opens a file as a source of bytes.
 *
 * @throws ExpectationError for something that is not a file, or a file over the limit; `read`
 *   throws one when the file can't be read
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
 * The bytes of a range in chunks; timers and signals are handled between chunks.
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
