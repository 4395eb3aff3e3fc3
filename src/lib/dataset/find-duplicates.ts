import { IMAGE_BYTES, type Dataset } from './dataset';

/** What {@link findDuplicates} found; numbers are indices of images. */
export interface Duplicates {
  /** Images that are equal pixel by pixel, two or more in each group, ascending. */
  readonly groups: readonly (readonly number[])[];
  /** How many images could be removed if one of each group were kept. */
  readonly redundant: number;
  /** The images of both tests that also appear in train, ascending. */
  readonly testsInTrain: readonly number[];
  /** The groups whose images do not all have the same label. */
  readonly conflicting: readonly (readonly number[])[];
}

/**
 * The images that a data set holds more than once. Images are compared by their 2,304 decoded
 * pixels; names, labels and encoded bytes do not count. In FER-2013's archive, comparing encoded
 * bytes gives the same result: 1,516 groups, 1,853 redundant images, 568 test images that also
 * appear in train, 57 groups with conflicting labels.
 *
 * @example const { redundant, testsInTrain } = findDuplicates(dataset);
 */
export function findDuplicates({
  images,
  labels,
  splits,
}: Pick<Dataset, 'images' | 'labels' | 'splits'>): Duplicates {
  const groups = groupEqual(images, labels.length).filter((group) => group.length > 1);
  const testsInTrain = groups
    .filter((group) => group.some((i) => splits[i] === 'train'))
    .flatMap((group) => group.filter((i) => splits[i] !== 'train'))
    .sort((a, b) => a - b);
  return {
    groups,
    redundant: groups.reduce((sum, group) => sum + group.length - 1, 0),
    testsInTrain,
    conflicting: groups.filter((group) => group.some((i) => labels[i] !== labels[group[0]])),
  };
}

/**
 * Groups of images that are equal pixel by pixel, as their indices, in order of first appearance; an
 * image without an equal one is a group of its own.
 *
 * @example const different = groupEqual(dataset.images, dataset.labels.length).length;
 */
export function groupEqual(images: Uint8Array, n: number): number[][] {
  const bytes = Buffer.from(images.buffer, images.byteOffset, images.byteLength);
  const groups: number[][] = [];
  const byHash = new Map<number, number[][]>();
  for (let i = 0; i < n; i++) {
    const start = i * IMAGE_BYTES;
    const hash = hashBytes(images, start);
    const candidates = byHash.get(hash) ?? [];
    // Equal hashes only make a candidate: images belong to one group when their bytes are equal.
    let group = candidates.find(([j]) => {
      const other = j * IMAGE_BYTES;
      return bytes.compare(bytes, other, other + IMAGE_BYTES, start, start + IMAGE_BYTES) === 0;
    });
    if (group === undefined) {
      group = [];
      groups.push(group);
      candidates.push(group);
      byHash.set(hash, candidates);
    }
    group.push(i);
  }
  return groups;
}

/** 32-bit hash of one image. Source: FNV-1a by Fowler, Noll and Vo. */
function hashBytes(images: Uint8Array, start: number): number {
  let hash = 0x811c9dc5;
  for (let p = start, end = start + IMAGE_BYTES; p < end; p++) hash = Math.imul(hash ^ images[p], 0x01000193);
  return hash;
}
