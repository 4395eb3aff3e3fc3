import { IMAGE_BYTES, type Dataset, type DatasetSource, type Split } from '../../src/lib/dataset/dataset';
import { createRandom } from '../../src/lib/random';
import { EMOTIONS } from '../../src/lib/emotions';

/** A data set of random bytes with the given labels and splits; no picture of anybody. */
export function syntheticDataset(
  labels: number[],
  { splits, kind = 'FER-2013' }: { splits?: Split[]; kind?: DatasetSource['kind'] } = {},
): Dataset {
  const random = createRandom(7);
  return {
    classes: EMOTIONS,
    images: Uint8Array.from({ length: labels.length * IMAGE_BYTES }, () => random.integer(256)),
    labels: Uint8Array.from(labels),
    splits: splits ?? labels.map((): Split => 'privateTest'),
    names: labels.map((label, i) => `test/${label}/${i}.jpg`),
    source: { kind, form: 'folder', path: 'synthetic', fingerprint: '0', labeledBy: 'own' },
  };
}

/**
 * Probabilities that put `confidence` on the given emotion of each image and share the rest evenly.
 */
export function sureOf(predicted: number[], confidence: number | number[] = 0.7): Float32Array {
  return Float32Array.from(
    predicted.flatMap((label, i) => {
      const sure = typeof confidence === 'number' ? confidence : confidence[i];
      return Array.from({ length: 7 }, (_, k) => (k === label ? sure : (1 - sure) / 6));
    }),
  );
}
