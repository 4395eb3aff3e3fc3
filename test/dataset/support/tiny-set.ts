import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { EMOTION_FOLDERS } from '../../../src/lib/emotions';
import { createRandom } from '../../../src/lib/random';
import type { Dataset, Split } from '../../../src/lib/dataset/dataset';
import { EMOTIONS } from '../../../src/lib/emotions';

/** Gray pixels `[size * size]` that differ from seed to seed. */
export function noise(seed: number, size = 48): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: size * size }, () => random.integer(256));
}

/** A gray JPEG of {@link noise}. */
export async function jpegOf(seed: number, size = 48): Promise<Buffer> {
  return sharp(noise(seed, size), { raw: { width: size, height: size, channels: 1 } })
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
}

/**
 * The files of a small FER-2013: two pictures to train with and one in each test for every class.
 */
export async function tinyTree(): Promise<Map<string, Buffer>> {
  const names = EMOTION_FOLDERS.flatMap((folder) => [
    `train/${folder}/Training_2.jpg`,
    `train/${folder}/Training_10.jpg`,
    `test/${folder}/PublicTest_1.jpg`,
    `test/${folder}/PrivateTest_1.jpg`,
  ]);
  return new Map(await Promise.all(names.map(async (name, i) => [name, await jpegOf(i)] as const)));
}

/** The counts of {@link tinyTree}. */
export const TINY_COUNTS = {
  train: [2, 2, 2, 2, 2, 2, 2],
  publicTest: [1, 1, 1, 1, 1, 1, 1],
  privateTest: [1, 1, 1, 1, 1, 1, 1],
};

/** Writes files into a folder; a name with a `/` at its end makes an empty folder. */
export function writeTree(folder: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(file, bytes);
  }
}

/** Calls with a new folder that is removed afterwards. */
export async function inTemporaryFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dataset test '));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A CSV row's pixels. */
export function pixelText(pixels: ArrayLike<number>): string {
  return Array.from(pixels).join(' ');
}

/** A data set in memory: one image for each seed, label and split given. */
export function inMemory(images: readonly { seed: number; label: number; split?: Split }[]): Dataset {
  const pixels = images.map(({ seed }) => noise(seed));
  return {
    classes: EMOTIONS,
    images: new Uint8Array(Buffer.concat(pixels)),
    labels: Uint8Array.from(images, ({ label }) => label),
    splits: images.map(({ split = 'train' }) => split),
    names: images.map((_, i) => `image ${i}`),
    source: { kind: 'drawn faces', form: 'folder', path: 'nowhere', fingerprint: '', labeledBy: 'own' },
  };
}
