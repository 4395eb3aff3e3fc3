import { createHash } from 'node:crypto';
import { isEmotions } from '../classes';
import { IMAGE_BYTES, SPLITS, type Dataset } from './dataset';

const DIGEST_BYTES = 32;

/**
 * SHA-256 (hex) that identifies a set of images: the hash of the sorted hashes of every image's
 * split, label and pixels, and of the classes unless they are `EMOTIONS`. Names and order do not
 * count, so archive, folder and CSV have the same fingerprint if their pixels agree.
 *
 * @example const same = fingerprint(a) === fingerprint(b);
 */
export function fingerprint({
  images,
  classes,
  labels,
  splits,
}: Pick<Dataset, 'images' | 'classes' | 'labels' | 'splits'>): string {
  const digests: Buffer[] = [];
  const record = Buffer.alloc(2 + IMAGE_BYTES);
  for (let i = 0; i < labels.length; i++) {
    record[0] = SPLITS.indexOf(splits[i]);
    record[1] = labels[i];
    record.set(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), 2);
    digests.push(createHash('sha256').update(record).digest());
  }
  digests.sort((a, b) => a.compare(b));
  const hash = createHash('sha256').update(Buffer.concat(digests, digests.length * DIGEST_BYTES));
  if (!isEmotions(classes)) hash.update(JSON.stringify(classes));
  return hash.digest('hex');
}
