import { closeSync } from 'node:fs';
import { openFileSync, readFully } from '../files/read-file';

/**
 * The first 64 bytes of a file, enough to know its kind.
 *
 * @throws ExpectationError when there is none, or it can't be read
 */
export function readHead(file: string): Buffer {
  const { handle } = openFileSync(file, { what: 'a photograph or video', largest: Infinity });
  try {
    const bytes = Buffer.alloc(64);
    return bytes.subarray(0, readFully(handle, { bytes, position: 0 }));
  } finally {
    closeSync(handle);
  }
}
