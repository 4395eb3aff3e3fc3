import { IMAGE_BYTES, type Dataset } from '../../src/lib/dataset';
import { EMOTIONS } from '../../src/lib/emotions';

/** Two images of each emotion, with a gradient that is lighter by 10 for each, but by 4 for the last. */
export function madeDataset(): Dataset {
  const lightness = [10, 20, 30, 40, 50, 60, 64];
  const labels = Uint8Array.from([...lightness.keys()].flatMap((label) => [label, label]));
  const images = new Uint8Array(labels.length * IMAGE_BYTES);
  labels.forEach((label, image) => {
    for (let p = 0; p < IMAGE_BYTES; p++) images[image * IMAGE_BYTES + p] = lightness[label] + (p % 48);
  });
  return {
    classes: EMOTIONS,
    images,
    labels,
    splits: Array.from(labels, () => 'train' as const),
    names: Array.from(labels, (_, i) => `${i}.jpg`),
    source: { kind: 'drawn faces', form: 'folder', path: '', fingerprint: '', labeledBy: 'own' },
  };
}
