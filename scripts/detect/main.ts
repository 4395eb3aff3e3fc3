// `npm run detect`: from photographs and videos to the emotions on the faces in them.
import path from 'node:path';
import { existsSync } from 'node:fs';
import { ExpectationError } from '../../src/lib/errors';
import { folderOfModel } from '../../src/lib/model/index';
import { makeFolder } from '../../src/lib/files/make-folder';
import { readFileBytes } from '../../src/lib/files/read-file';
import { sha256 } from '../../src/lib/files/sha256';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { formatAmount } from '../../src/lib/format';
import {
  type AnalyzedFile,
  analyzeFile,
  type EmotionDetector,
  type FaceRow,
  listMedia,
  loadEmotionDetector,
  packageVersions,
  readCard,
  reportPage,
  useFastTraining,
} from '../../src/lib/index';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { showProgress } from '../shared/show-progress';
import { toUser } from '../shared/user-path.mjs';
import { annotateFiles } from './annotate-files';
import { type CsvFile, openCsv } from './csv-file';
import { estimateWork } from './estimate-work';
import { type Options, parseOptions } from './options';
import { tableOf } from './table';

const options = readOptions(parseOptions, usageOf('detect'));

void runScript(async () => {
  const { inputs, csv, json, annotate, report, every, minConfidence } = options;
  const files = listMedia(inputs);
  for (const file of [csv, json, report])
    if (file !== undefined && file !== '-') await makeFolder(path.dirname(file));
  useFastTraining({ precision: 'auto' });
  const folder = folderOfModel(options.model);
  const detector = await loadEmotionDetector({ model: folder });
  const about = await describe(folder);
  const table =
    csv === undefined
      ? undefined
      : await openCsv(csv, {
          settings: words(about.settings),
          ...{ smoothing: options.smoothing, classes: detector.classes },
        });
  if (json === '-') print({ type: 'run', ...about });

  const progress = showProgress();
  const failures: string[] = [];
  const found = await analyzeAll(files, { detector, table, failures, progress });
  await table?.close();
  if (annotate !== undefined) {
    const onProgress = (done: number) => progress.update(done / found.length, 'drawing boxes');
    const count = await annotateFiles(found, { folder: annotate, onProgress });
    progress.end();
    console.error(`${toUser(annotate)}: ${formatAmount(count, 'picture')}`);
  }
  if (report !== undefined) {
    const card = existsSync(path.join(folder, 'card.json')) ? await readCard(folder) : undefined;
    const settings = { model: about.model.folder, ...about.settings, ...about.versions };
    const onProgress = (done: number, total: number) => progress.update(done / total, 'the report');
    const { classes } = detector;
    const page = { files: found, failures, card, classes, settings, every, minConfidence, onProgress };
    await writeFileAtomic(report, await reportPage(page));
    progress.end();
    console.error(`${toUser(report)}: the report`);
  }
  if (json !== undefined && json !== '-') {
    const content = found.map(({ name, duration, rows }) => ({ file: name, duration, rows }));
    await writeFileAtomic(json, `${JSON.stringify({ ...about, files: content, failures }, null, 1)}\n`);
    console.error(`${toUser(json)}: the rows as JSON`);
  }
  if (csv !== undefined) console.error(`${toUser(csv)}: the rows`);
  if (json !== '-') console.log(tableOf(found, detector).join('\n'));
  if (failures.length > 0)
    console.error(
      `\n${formatAmount(failures.length, 'file')} of ${files.length} could not be read:\n${failures.join('\n')}`,
    );
  return failures.length > 0 ? 1 : 0;
});

/** What the rows depend on, and with what they were made. */
async function describe(folder: string) {
  const { every, smoothing, minConfidence, tiles } = options;
  const model = await readFileBytes(path.join(folder, 'model.json'), { what: 'a model', largest: 2 ** 26 });
  const hash = sha256(model);
  return {
    model: { folder: toUser(folder), sha256: hash },
    settings: {
      'every (s)': String(every),
      'smoothing (s)': String(smoothing),
      'smallest confidence': String(minConfidence),
      tiles: String(tiles),
      'SHA-256 of model.json': hash,
    },
    versions: Object.fromEntries(packageVersions().map(({ name, version }) => [name, version])),
  };
}

/** `every (s) 0.2, tiles 1` */
const words = (settings: Record<string, string>) =>
  Object.entries(settings)
    .map((setting) => setting.join(' '))
    .join(', ');

/** Looks at each file; what fails is named, and the rest continues. */
async function analyzeAll(
  files: readonly string[],
  {
    detector,
    table,
    failures,
    progress,
  }: {
    detector: EmotionDetector;
    table?: CsvFile;
    failures: string[];
    progress: ReturnType<typeof showProgress>;
  },
): Promise<AnalyzedFile[]> {
  const finished = (name: string) => table?.finished.get(name) ?? table?.finished.get(`./${name}`);
  const works: number[] = [];
  for (const file of files) works.push(finished(toUser(file)) ? 0 : await estimateWork(file, options));
  const total = works.reduce((sum, work) => sum + work, 0);
  const found: AnalyzedFile[] = [];
  let done = 0;
  for (const [i, file] of files.entries()) {
    const name = toUser(file);
    const earlier = finished(name);
    const result = earlier
      ? { rows: earlier, duration: durationOf(earlier) }
      : await analyzeOne(file, {
          ...{ name, detector, table },
          onFrame: (frame) => progress.update((done + Math.min(frame, works[i])) / total, name),
        });
    if ('failure' in result) {
      failures.push(result.failure);
      if (options.json === '-') print({ type: 'error', file: name, message: result.failure });
    } else {
      found.push({ name, path: file, ...result });
      if (earlier && options.json === '-') printRows(earlier);
    }
    done += works[i];
  }
  progress.end();
  return found;
}

/** Of a video whose rows an earlier run has written, to its last frame that was looked at. */
function durationOf(rows: readonly FaceRow[]): number | undefined {
  const { time } = rows[rows.length - 1];
  return time === undefined ? undefined : time + options.every;
}

type Result = { rows: FaceRow[]; duration?: number } | { failure: string };

async function analyzeOne(
  file: string,
  {
    name,
    detector,
    table,
    onFrame,
  }: {
    name: string;
    detector: EmotionDetector;
    table?: CsvFile;
    onFrame: (frame: number) => void;
  },
): Promise<Result> {
  const rows: FaceRow[] = [];
  let duration: number | undefined;
  const { every, minConfidence, smoothing, tiles }: Options = options;
  const settings = { every, minConfidence, smoothing, tiles };
  const onVideo = (video: { duration: number }) => (duration = video.duration);
  const frames = analyzeFile(file, { detector, name, ...settings, onVideo });
  let count = 0;
  for (;;) {
    onFrame(count);
    let next;
    try {
      next = await frames.next();
    } catch (error) {
      await table?.takeBack();
      if (!(error instanceof Error)) throw error;
      // Only what is wrong with a file is a sentence for the user.
      const failure = error instanceof ExpectationError ? error.message : `${name}: ${error.stack}`;
      return { failure };
    }
    if (next.done) break;
    count++;
    await table?.add(next.value);
    if (options.json === '-') printRows(next.value);
    rows.push(...next.value);
  }
  await table?.keep();
  return { rows, duration };
}

const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

const printRows = (rows: readonly FaceRow[]) => rows.forEach((row) => print({ type: 'face', ...row }));
