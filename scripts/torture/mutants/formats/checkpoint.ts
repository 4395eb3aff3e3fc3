import path from 'node:path';
import {
  AdamW,
  createBatches,
  modelCheckpoint as keepCheckpoints,
  CHECKPOINT_FILES,
  createRandom,
  decodeSafetensors,
  encodeSafetensors,
  fit,
  loadCheckpoint,
  WeightAverage,
  type Callback,
  type Random,
  type Stored,
} from '../../../../src/lib/index';
import { EMOTIONS } from '../../../../src/lib/emotions';
import { sha256 } from '../../../../src/lib/files/sha256';
import { findNotFinite } from '../../find-not-finite';
import { mutateBytes } from '../bytes';
import { digestOf, readFiles } from '../folders';
import type { Answer, Files, Format, Mutant } from '../format';
import { mutateJson } from '../json';
import { tinyModel } from './tiny-model';

const EPOCHS = 2;
/** The text before a file's checksum. */
const CHECKSUM = '"fileSha256":"';
const SETTINGS = { network: 'tiny', seed: 1 };

/** Times are the only values in a checkpoint that no seed determines. */
const withoutClock: Callback = {
  onEpochEnd: (_run, record) => void Object.assign(record, { seconds: 1, imagesPerSecond: 1 }),
};

/** Trains the tiny network for two epochs, or resumes from the folder's checkpoint. */
async function trainTiny(folder: string) {
  const random = createRandom(5);
  const labels = Uint8Array.from({ length: 14 }, (_, i) => i % 7);
  const images = Uint8Array.from({ length: 14 * 2304 }, () => random.integer(256));
  const dataset = { images, classes: EMOTIONS, labels };
  const model = tinyModel();
  model.compile({
    optimizer: new AdamW({ learningRate: 0.01, weightDecay: 0.05 }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const weightAverage = new WeightAverage(model, { decay: 0.8 });
  try {
    const history = await fit(model, {
      train: (epoch) => createBatches(dataset, { batchSize: 7, seed: 3, epoch }),
      validation: () => createBatches(dataset, { batchSize: 14, shuffle: false }),
      ...{ epochs: EPOCHS, seed: 4, weightAverage },
      callbacks: [withoutClock, keepCheckpoints({ folder, settings: SETTINGS })],
    });
    return { history, weights: model.getWeights().map((weight) => weight.dataSync()) };
  } finally {
    weightAverage.dispose();
    model.dispose();
  }
}

/** A placeholder, as long as the forbidden name that replaces it. */
const STAND_IN = '__stand__';
const UNWRITTEN = '__proto__';

/**
 * Replaces the placeholder by the name that the project refuses to write, and recomputes the
 * checksum.
 */
function nameUnwritten(bytes: Buffer): Buffer {
  const at = bytes.indexOf(STAND_IN);
  if (at < 0) return bytes;
  bytes.write(UNWRITTEN, at);
  const checksum = bytes.indexOf(CHECKSUM) + CHECKSUM.length;
  bytes.fill('0', checksum, checksum + 64);
  bytes.write(sha256(bytes), checksum);
  return bytes;
}

/**
 * Modified tensors or metadata with valid checksums, as another program might write them.
 */
function forge(bytes: Uint8Array, random: Random): { bytes: Buffer; what: string } {
  const stored: Stored = decodeSafetensors(bytes, { file: 'the original' });
  const tensors = { ...stored.tensors };
  const metadata = { ...stored.metadata };
  const names = Object.keys(tensors);
  const name = names[random.integer(names.length)];
  const tensor = tensors[name];
  let what: string;
  switch (random.integer(7)) {
    case 0: {
      const value = [NaN, Infinity, -Infinity, 3e38][random.integer(4)];
      const data = tensor.data.slice();
      const at = random.integer(data.length);
      data[at] = value;
      tensors[name] = { ...tensor, data };
      what = `${value} in ${name}`;
      break;
    }
    case 1: {
      const shapes = [[], [0], [1, ...tensor.shape], [-1], [1e9], [NaN], [1.5], [...tensor.shape].reverse()];
      tensors[name] = { ...tensor, shape: shapes[random.integer(shapes.length)] };
      what = `${name} of shape [${tensors[name].shape.join()}]`;
      break;
    }
    case 2:
      delete tensors[name];
      what = `without ${name}`;
      break;
    case 3: {
      const extra = ['model/other', 'optimizer/other', 'other', STAND_IN, 'average/values', ''][
        random.integer(6)
      ];
      tensors[extra] = tensor;
      what = `with "${extra}"`;
      break;
    }
    case 4:
      tensors[name] = { ...tensor, data: Int32Array.from(tensor.data) };
      what = `${name} of whole numbers`;
      break;
    case 5: {
      const values = ['NaN', '-1', '1e9', '', 'x', '0.5', 'Infinity'];
      metadata.averageSteps = values[random.integer(values.length)];
      what = `averageSteps "${metadata.averageSteps}"`;
      break;
    }
    default: {
      const key = ['history', 'settings'][random.integer(2)];
      const damaged = mutateJson(Buffer.from(metadata[key]), random);
      metadata[key] = damaged.bytes.toString('utf8');
      what = `${key}: ${damaged.what}`;
    }
  }
  const encoded = encodeSafetensors({ tensors, metadata });
  return { bytes: nameUnwritten(encoded), what: `${what}, with valid checksums` };
}

/** A checkpoint, loaded into a model (`best`) or resumed (`last`). */
export const checkpoint: Format = {
  name: 'checkpoint',
  share: 2,
  async originals(folder) {
    await trainTiny(folder);
    const files = readFiles(folder);
    const of = (name: string): Files => ({ [name]: files[name] });
    return { best: of(CHECKPOINT_FILES.best), last: of(CHECKPOINT_FILES.last) };
  },
  mutate(original, { random, variant }): Mutant {
    const [[name, bytes]] = Object.entries(original) as [string, Uint8Array][];
    const forged = random.next() < 0.4;
    const made = forged ? forge(bytes, random) : mutateBytes(bytes, random);
    return { what: `${variant}: ${made.what}`, files: { [name]: made.bytes }, strict: !forged };
  },
  async read(folder, { variant }): Promise<Answer> {
    if (variant === 'last') {
      const { history, weights } = await trainTiny(folder);
      const problem = findNotFinite({ history, weights });
      return { digest: digestOf(history, ...weights), problem: problem && `${problem} is no number` };
    }
    const model = tinyModel();
    try {
      const { history, settings } = await loadCheckpoint(path.join(folder, CHECKPOINT_FILES.best), { model });
      const weights = model.getWeights().map((weight) => weight.dataSync());
      const problem = findNotFinite({ history, settings, weights });
      return {
        digest: digestOf(history, settings, ...weights),
        problem: problem && `${problem} is no number`,
      };
    } finally {
      model.dispose();
    }
  },
};
