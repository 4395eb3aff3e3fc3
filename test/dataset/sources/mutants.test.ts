import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { EMOTIONS } from '../../../src/lib/emotions';
import { cacheFile, readCache, writeCache } from '../../../src/lib/dataset/cache';
import { decodeImage } from '../../../src/lib/dataset/decode/decode-image';
import { loadDataset } from '../../../src/lib/dataset/load-dataset';
import { ExpectationError } from '../../../src/lib/errors';
import { createRandom, type Random } from '../../../src/lib/random';
import { mutate } from '../support/mutate';
import { samplePictures, sampleSets } from '../support/samples';
import { inTemporaryFolder, noise, tinyTree, writeTree } from '../support/tiny-set';

/**
 * Damaged files of each kind; `MUTANTS=1000 node --import tsx --test test/dataset/mutants.test.ts`
 * for more.
 */
const MUTANTS = Number(process.env.MUTANTS ?? 12);
const SECONDS = 10;

/** Uses what is damaged, which may be accepted or refused by name, and nothing else, at once. */
async function survives(what: string, use: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  try {
    await use();
  } catch (error) {
    assert(error instanceof ExpectationError, `${what}: ${(error as Error).stack}`);
  }
  assert(performance.now() - began < SECONDS * 1000, `${what} took over ${SECONDS} s`);
}

const load = (file: string) =>
  loadDataset(
    { kind: 'drawn faces', path: file },
    { cacheFolder: path.join(path.dirname(file), 'cache'), counts: null, onWarning: () => {} },
  );

describe('a damaged file is read or refused by name', () => {
  it('as a data set of every form', () =>
    inTemporaryFolder(async (folder) => {
      for (const [name, bytes] of await sampleSets())
        for (let seed = 0; seed < MUTANTS; seed++) {
          const file = path.join(folder, name);
          writeFileSync(file, mutate(bytes, createRandom(seed)));
          await survives(`${name}, mutant ${seed}`, () => load(file));
          rmSync(path.join(folder, 'cache'), { recursive: true, force: true });
        }
    }));

  it('as a picture of every kind', async () => {
    for (const [name, bytes] of await samplePictures())
      for (let seed = 0; seed < MUTANTS; seed++)
        await survives(`${name}, mutant ${seed}`, () => decodeImage(mutate(bytes, createRandom(seed))));
  });

  it('as a cache, which is damaged or the same', () =>
    inTemporaryFolder(async (folder) => {
      const key = 'd'.repeat(64);
      const cached = {
        ...{ images: noise(1), labels: Uint8Array.of(3), names: ['a'], fingerprint: 'f' },
        splits: ['train' as const],
        ...{ classes: EMOTIONS, fromTrain: [] },
      };
      await writeCache(folder, { key, cached });
      const file = cacheFile(folder, key);
      const whole = readFileSync(file);
      for (let seed = 0; seed < MUTANTS * 4; seed++) {
        writeFileSync(file, mutate(whole, createRandom(seed)));
        const result = await readCache(folder, key);
        if (result.state === 'found') assert.deepEqual(result.cached, cached, `mutant ${seed}`);
        else assert.equal(result.state, 'damaged', `mutant ${seed}`);
      }
    }));

  it('as a folder whose files were renamed, moved, left out or damaged', async () => {
    const tree = await tinyTree();
    for (let seed = 0; seed < MUTANTS; seed++)
      await inTemporaryFolder(async (folder) => {
        const own = path.join(folder, 'tree');
        writeTree(own, mutateTree(tree, createRandom(seed)));
        await survives(`tree ${seed}`, () => load(own));
      });
  });
});

const NAMES = ['train', 'Test', 'validation', 'happy', 'Anger', 'joy', '0', 'im0.png', 'PublicTest_1.jpg'];
const ODD_NAMES = [
  '.hidden',
  '@eaDir',
  'a b',
  '%2e%2e',
  '😀',
  'x'.repeat(200),
  'fer2013.csv',
  'a.zip',
  'CON',
];

function mutateTree(tree: ReadonlyMap<string, Buffer>, random: Random): Map<string, Buffer> {
  const pick = <T>(items: readonly T[]) => items[random.integer(items.length)];
  const files = [...tree];
  for (let times = 1 + random.integer(6); times > 0; times--) {
    const i = random.integer(files.length);
    const [name, bytes] = files[i];
    const parts = name.split('/');
    const part = random.integer(parts.length);
    const changed = parts.map((old, p) => (p === part ? pick([...NAMES, ...ODD_NAMES]) : old)).join('/');
    const kind = random.integer(5);
    if (kind === 0) files.splice(i, 1);
    else if (kind === 1) files[i] = [name, mutate(bytes, random)];
    else if (kind === 2) files[i] = [`${pick(NAMES)}/${name}`, bytes];
    else if (kind === 3) files.push([changed, bytes]);
    else files[i] = [changed, bytes];
  }
  // A name can't be a file and a folder at once.
  return new Map(files.filter(([name]) => !files.some(([other]) => other.startsWith(`${name}/`))));
}
