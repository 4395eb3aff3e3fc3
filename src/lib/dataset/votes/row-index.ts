import path from 'node:path';
import { expectation } from '../../errors';
import { readFileBytes } from '../../files/read-file';
import { FER2013_ROWS } from './fer2013-rows';
import { HASH_BYTES } from './pixel-hash';

/**
 * The hashes of the pixels of FER-2013's archive, in the order of the rows of FER-2013's CSV, each
 * of `HASH_BYTES` bytes; zeros where the row's image is not known. `npm run ferplus-index` writes
 * it. No pixel can be computed from it.
 *
 * @example console.log(ROW_INDEX); // …/src/lib/dataset/votes/row-index.bin
 */
export const ROW_INDEX = path.join(__dirname, 'row-index.bin');

/**
 * Reads {@link ROW_INDEX}, or another index.
 *
 * @returns `[35887]` the hash of each row's image, see `pixelHash`; undefined where it is not known
 * @throws ExpectationError when the file is missing or has another size
 */
export async function readRowIndex(file = ROW_INDEX): Promise<(string | undefined)[]> {
  const what = "the index of FER-2013's rows";
  const advice = 'Restore it with `git checkout -- src/lib/dataset/votes`.';
  const bytes = await readFileBytes(file, { what, largest: 2 ** 24, missing: advice, advice });
  if (bytes.length !== FER2013_ROWS * HASH_BYTES)
    throw expectation(file, {
      expectation: `${what}, ${FER2013_ROWS * HASH_BYTES} bytes`,
      found: `${bytes.length} bytes`,
      advice,
    });
  return Array.from({ length: FER2013_ROWS }, (_, i) => {
    const hash = bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    return hash.some((byte) => byte !== 0) ? hash.toString('hex') : undefined;
  });
}
