import { toOnnx } from '../../src/lib/engine/index';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { list, number, object, text } from '../../src/lib/json/index';
import type { loadModel } from '../../src/lib/model/index';
import type { Step } from '../setup/setup.mjs';
import { kerasEnvironment } from '../shared/keras-environment.mjs';
import type { Contender, ContenderProgram } from '../shared/json-lines-process';
import { KERAS, RUNTIMES } from './programs';
import { runtimeEnvironment } from './runtime-environment.mjs';

/** What `npm run export` can write, as its options are called. */
export const FORMAT_NAMES = ['onnx', 'keras', 'tflite'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** Who reads a format's files. */
export interface Reader {
  title: string;
  program: ContenderProgram;
  /** The task of that program. */
  task: string;
  /** Whether a file that it cannot read is no failure: others read the format, too. */
  isOptional?: boolean;
}

/** A saved model as `loadModel()` gives it, and its folder. */
export type SavedModel = Awaited<ReturnType<typeof loadModel>> & { folder: string };

/** A format of model files. */
export interface Format {
  title: string;
  /** Its file's name. */
  file: string;
  /** What of set-up it and its readers need. */
  steps: readonly Step[];
  readers: readonly Reader[];
  /** Writes the file. */
  write(
    model: SavedModel,
    options: { file: string; start: (program: ContenderProgram) => Contender },
  ): Promise<void>;
}

/** What a reader answers. */
export const READING = object({ version: text(), probabilities: list(list(number())) });

const NOTHING = object({});

/** The formats, with those who read them. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  onnx: {
    title: 'ONNX',
    file: 'model.onnx',
    steps: [runtimeEnvironment],
    readers: [
      { title: 'ONNX Runtime', program: RUNTIMES, task: 'run_onnxruntime' },
      { title: 'OpenCV', program: RUNTIMES, task: 'run_opencv', isOptional: true },
    ],
    async write({ model, metadata }, { file }) {
      await writeFileAtomic(file, toOnnx(model, { labels: metadata.labels }));
    },
  },
  keras: {
    title: 'Keras',
    file: 'model.keras',
    steps: [kerasEnvironment],
    readers: [{ title: 'Keras', program: KERAS, task: 'run_keras' }],
    async write({ folder }, { file, start }) {
      await start(KERAS).ask({ task: 'make_keras', folder, file }, NOTHING);
    },
  },
  tflite: {
    title: 'TensorFlow Lite',
    file: 'model.tflite',
    steps: [kerasEnvironment, runtimeEnvironment],
    readers: [{ title: 'LiteRT', program: RUNTIMES, task: 'run_litert' }],
    async write({ folder }, { file, start }) {
      await start(KERAS).ask({ task: 'make_tflite', folder, file }, NOTHING);
    },
  },
};
