import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ExpectationError } from '../../src/lib/errors';
import { createRandom } from '../../src/lib/random';
import {
  modelCheckpoint,
  decodeSafetensors,
  encodeSafetensors,
  loadCheckpoint,
  TrainingInterrupted,
  type Stored,
} from '../../src/lib/training/index';
import type { StoredTensor } from '../../src/lib/training/safetensors';
import { smallModel, smallRun, withoutTimes } from './small-run';

const SETTINGS = { run: 'small', seed: 1 };

/** Every kind of damage that a disk, a copy or an editor does to bytes. */
const DAMAGES: Record<string, (bytes: Buffer, at: number, random: () => number) => Buffer> = {
  'a bit': (bytes, at, random) => changed(bytes, (copy) => (copy[at] ^= 1 << Math.floor(random() * 8))),
  'a byte': (bytes, at, random) => changed(bytes, (copy) => (copy[at] = Math.floor(random() * 256))),
  'a block of zeros': (bytes, at) =>
    changed(bytes, (copy) => copy.fill(0, at, Math.min(at + 512, copy.length))),
  'a block left out': (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 64)]),
  'a block twice': (bytes, at) => Buffer.concat([bytes.subarray(0, at + 64), bytes.subarray(at)]),
  'the end': (bytes, at) => bytes.subarray(0, at),
  'more behind the end': (bytes, at) => Buffer.concat([bytes, bytes.subarray(at)]),
  'the length of the header': (bytes, at) =>
    changed(bytes, (copy) => copy.writeBigUInt64LE(BigInt(at) ** 3n % 2n ** 64n)),
};

function changed(bytes: Buffer, change: (copy: Buffer) => unknown): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

const iter: StoredTensor = { shape: [], data: Int32Array.of(10) };

/** What another program, or another version, may write with the right checksum. */
const FORGERIES: Record<string, (stored: Stored) => unknown> = {
  'no weights': ({ tensors }) => delete tensors['model/conv/kernel'],
  'a weight more': ({ tensors }) => (tensors['model/other'] = iter),
  'a stranger': ({ tensors }) => (tensors.other = iter),
  'another shape': ({ tensors }) => (tensors['model/conv/kernel'].shape = [392]),
  'whole numbers': ({ tensors }) => {
    const { shape, data } = tensors['model/dense/bias'];
    tensors['model/dense/bias'] = { shape, data: Int32Array.from(data) };
  },
  NaN: ({ tensors }) => (tensors['model/norm/gamma'].data[3] = NaN),
  'NaN in the average': ({ tensors }) => (tensors['average/values'].data[3] = NaN),
  'no average': ({ tensors }) => delete tensors['average/values'],
  'an average of other weights': ({ tensors }) =>
    (tensors['average/values'] = { shape: [2], data: Float32Array.of(1, 2) }),
  'no steps of the average': ({ metadata }) => (metadata.averageSteps = '0'),
  'half a step of the average': ({ metadata }) => (metadata.averageSteps = '0.5'),
  'no count of steps': ({ tensors }) => delete tensors['optimizer/iter'],
  'steps below none': ({ tensors }) => (tensors['optimizer/iter'] = { shape: [], data: Int32Array.of(-1) }),
  'half an optimizer': ({ tensors }) => delete tensors[stateOf(tensors)[0]],
  'no optimizer': ({ tensors }) => stateOf(tensors).forEach((name) => delete tensors[name]),
  'another optimizer': ({ tensors }) =>
    stateOf(tensors).forEach((name) => {
      tensors[name.replace(/\/[mv]$/, '/accumulator')] = tensors[name];
      delete tensors[name];
    }),
  'no history': ({ metadata }) => delete metadata.history,
  'an empty history': ({ metadata }) => Object.assign(metadata, { history: '[]', epoch: '0' }),
  'a history with a hole': ({ metadata }) =>
    (metadata.history = metadata.history.replace('"epoch":1', '"epoch":7')),
  'a score of NaN': ({ metadata }) =>
    (metadata.history = metadata.history.replace(/"valLoss":[\d.]+/, '"valLoss":null')),
  'another number of epochs': ({ metadata }) => (metadata.epoch = '3'),
  'settings that are no object': ({ metadata }) => (metadata.settings = '[1]'),
  'settings of another fingerprint': ({ metadata }) => (metadata.settings = '{"run":"small","seed":2}'),
};

const stateOf = (tensors: Stored['tensors']) =>
  Object.keys(tensors).filter((name) => name.startsWith('optimizer/') && name !== 'optimizer/iter');

describe('a damaged checkpoint', () => {
  let root: string;
  let folder: string;
  let expected: ReturnType<typeof withoutTimes>;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'damaged-'));
    folder = path.join(root, 'run');
    const stop = new AbortController();
    const stopper = {
      onEpochEnd: (_: unknown, { epoch }: { epoch: number }) => void (epoch === 2 && stop.abort()),
    };
    const callbacks = [modelCheckpoint({ folder, settings: SETTINGS }), stopper];
    await assert.rejects(smallRun({ epochs: 3, callbacks, signal: stop.signal }), TrainingInterrupted);
    expected = withoutTimes((await smallRun({ epochs: 3 })).history);
  });
  after(() => rm(root, { recursive: true }));

  /** Resumes from a `last.safetensors` with this content. */
  async function resume(bytes: Buffer) {
    const copy = path.join(root, 'copy');
    await cp(folder, copy, { recursive: true });
    await writeFile(path.join(copy, 'last.safetensors'), bytes);
    try {
      const callbacks = [modelCheckpoint({ folder: copy, settings: SETTINGS })];
      return withoutTimes((await smallRun({ epochs: 3, callbacks })).history);
    } finally {
      await rm(copy, { recursive: true });
    }
  }

  it('resumes the same where it is whole', async () => {
    assert.deepEqual(await resume(await readFile(path.join(folder, 'last.safetensors'))), expected);
  });

  for (const [what, damage] of Object.entries(DAMAGES))
    it(`is named: ${what}, wherever`, async () => {
      const file = path.join(folder, 'last.safetensors');
      const bytes = await readFile(file);
      const random = createRandom(what.length);
      const model = smallModel();
      const copy = path.join(root, 'damaged.safetensors');
      for (let i = 0; i < 40; i++) {
        // Half of the blows hit the header.
        const at = random.integer(i % 2 ? bytes.length : 3000);
        const damaged = damage(bytes, at, () => random.next());
        if (damaged.equals(bytes)) continue;
        await writeFile(copy, damaged);
        await assert.rejects(
          loadCheckpoint(copy, { model }),
          (error) => error instanceof ExpectationError && error.message.includes(copy),
          `${what} at byte ${at}`,
        );
      }
      await assert.rejects(resume(damage(bytes, 20, () => random.next())), ExpectationError);
    });

  for (const [what, forge] of Object.entries(FORGERIES))
    it(`is named: ${what} under the right checksum`, async () => {
      const file = path.join(folder, 'last.safetensors');
      const stored = decodeSafetensors(await readFile(file), { file });
      forge(stored);
      await assert.rejects(
        resume(encodeSafetensors(stored)),
        (error) => error instanceof ExpectationError && error.message.includes('last.safetensors'),
      );
    });

  it('is noticed before an epoch is spent: the best one, too', async () => {
    const copy = path.join(root, 'best');
    await cp(folder, copy, { recursive: true });
    await writeFile(path.join(copy, 'best.safetensors'), 'not a checkpoint');
    let epochs = 0;
    const callbacks = [
      modelCheckpoint({ folder: copy, settings: SETTINGS }),
      { onEpochBegin: () => void epochs++ },
    ];
    await assert.rejects(smallRun({ epochs: 3, callbacks }), /best\.safetensors/);
    assert.equal(epochs, 0);
  });
});
