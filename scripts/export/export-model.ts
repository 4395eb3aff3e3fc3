import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { tf } from '../../src/lib/engine/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { formatMegabytes } from '../../src/lib/format';
import type { ContenderGroup } from '../shared/contender-group';
import type { Contender, ContenderProgram } from '../shared/json-lines-process';
import { ScriptError } from '../shared/script-error.mjs';
import { toUser } from '../shared/user-path.mjs';
import { makeCheckImages, type CheckImages } from '../shared/check-images';
import { compareReadings, TOLERANCE } from './compare-readings';
import { FORMATS, type FormatName, type Reader, type SavedModel } from './formats';

/** How a reader agrees with TensorFlow.js, or why it does not read the file. */
export type ReaderResult = { title: string } & (
  { version: string; difference: number } | { refusal: string }
);

/** A file that was written. */
export interface ExportedFile {
  title: string;
  file: string;
  bytes: number;
  readers: ReaderResult[];
}

/** Options of {@link exportModel}. */
export interface ExportOptions {
  formats: readonly FormatName[];
  /** Where the files go; the folder exists. */
  output: string;
  /** Starts the programs that write and read. */
  group: Pick<ContenderGroup, 'start'>;
  /** Runs a step and shows that it runs; its words are what came of it. */
  step: (title: string, action: () => Promise<string>) => Promise<unknown>;
  /** How far a file's probabilities may be from TensorFlow.js'. */
  tolerance?: number;
}

/**
 * Exports a saved model. Each file is checked before it gets its name: its format's own runtime has
 * to give TensorFlow.js' probabilities. `labels.txt` beside them has the classes, one a line, in the
 * order of the outputs.
 *
 * @param saved
 * @param options
 * @throws ExpectationError if it has a layer that the format has not, or a file cannot be written
 * @throws ScriptError if a file's probabilities are others; it is not left in the folder
 * @example const files = await exportModel(saved, { formats: ['onnx'], output: 'out', group, step });
 */
export async function exportModel(
  saved: SavedModel,
  { formats, output, group, step, tolerance = TOLERANCE }: ExportOptions,
): Promise<ExportedFile[]> {
  const images = await makeCheckImages();
  const expected = predict(saved, images);
  const running = new Map<ContenderProgram, Contender>();
  const start = (program: ContenderProgram) => {
    const contender = running.get(program) ?? group.start(program);
    running.set(program, contender);
    return contender;
  };
  const temporary = temporaryFolder('export');
  const exported: ExportedFile[] = [];
  try {
    for (const name of formats) {
      const format = FORMATS[name];
      await step(format.title, async () => {
        const file = path.join(temporary, format.file);
        await format.write(saved, { file, start });
        const readers: ReaderResult[] = [];
        for (const reader of format.readers)
          readers.push(await check(reader, { file, images, expected, start, tolerance }));
        const content = await readFile(file);
        const target = path.join(output, format.file);
        await writeFileAtomic(target, content);
        const result = { title: format.title, file: target, bytes: content.length, readers };
        exported.push(result);
        return describeFile(result);
      });
    }
    await writeFileAtomic(path.join(output, 'labels.txt'), `${saved.metadata.labels.join('\n')}\n`);
    return exported;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** TensorFlow.js' probabilities, `[n, classes]`. */
function predict({ model }: SavedModel, { pixels, shape }: CheckImages): number[][] {
  return tf.tidy(() => (model.predict(tf.tensor4d(pixels, shape, 'float32')) as tf.Tensor2D).arraySync());
}

/** What a check needs. */
interface CheckOptions {
  file: string;
  images: CheckImages;
  expected: readonly (readonly number[])[];
  start: (program: ContenderProgram) => Contender;
  tolerance: number;
}

async function check(
  { title, task, program, isOptional }: Reader,
  { start, tolerance, ...options }: CheckOptions,
): Promise<ReaderResult> {
  let comparison;
  try {
    comparison = await compareReadings(start(program), { task, ...options });
  } catch (error) {
    if (!isOptional) throw error;
    const lines = (error as Error).message.trimEnd().split('\n');
    return { title, refusal: lines[lines.length - 1] };
  }
  const { version, difference } = comparison;
  if (difference <= tolerance) return { title, version, difference };
  const found = `${title} ${version} gives probabilities that differ by up to ${formatDifference(difference)}`;
  if (isOptional) return { title, refusal: found };
  throw new ScriptError(
    `Expected ${path.basename(options.file)} to give TensorFlow.js' probabilities within ${tolerance} but found that ${found}. It was not written.`,
  );
}

/** `out/export/crowd/model.onnx, 11.1 MB; ONNX Runtime 1.32.0 differs by at most 6.0e-8` */
function describeFile({ file, bytes, readers }: ExportedFile): string {
  const readings = readers.map((reader) =>
    'refusal' in reader
      ? `${reader.title} does not read it (${reader.refusal})`
      : `${reader.title} ${reader.version} differs by at most ${formatDifference(reader.difference)}`,
  );
  return `${toUser(file)}, ${formatMegabytes(bytes)}; ${readings.join(', ')}`;
}

/**
 * A small number: `6.0e-8`.
 *
 * @example formatDifference(0.00000006) // '6.0e-8'
 */
export const formatDifference = (difference: number) =>
  difference === 0 ? '0' : difference.toExponential(1);
