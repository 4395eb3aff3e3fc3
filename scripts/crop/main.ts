// `npm run crop`: from photographs sorted by class to a data set of their faces.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cropPhotograph, type ClassFolder, listClassFolders } from '../../src/lib/analysis/index';
import { type tf, useFastTraining } from '../../src/lib/engine/index';
import { ExpectationError } from '../../src/lib/errors';
import { loadFaceDetector } from '../../src/lib/faces/index';
import { formatAmount } from '../../src/lib/format';
import { lockOrEnd } from '../shared/lock-or-end';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { openResumableCsv, type ResumableCsv } from '../shared/resumable-csv';
import { runScript } from '../shared/run-script.mjs';
import { showProgress } from '../shared/show-progress';
import { toUser } from '../shared/user-path.mjs';
import { type CropRow, cropRowFormat } from './crop-row';
import { imageNames, sharedStems } from './image-names';
import { parseOptions } from './options';
import { checkOutputFolder, TABLE, writeImage } from './output-folder';
import { type CroppedClass, remarks, summaryTable, withoutImage } from './summary';

const options = readOptions(parseOptions, usageOf('crop'));

void runScript(async () => {
  const { folder, output, faces, minScore, tiles, skip } = options;
  const classes = listClassFolders(folder);
  checkOutputFolder(output, { input: folder });
  const lock = lockOrEnd(output);
  const file = path.join(output, TABLE);
  const table = await openResumableCsv(file, {
    command: 'npm run crop',
    settings: `the photographs of ${folder}, faces ${faces}, min-score ${minScore}, tiles ${tiles}, skip ${skip.join(',') || 'none'}`,
    advice: 'Choose another folder with --output.',
    format: cropRowFormat(file),
  });
  useFastTraining({ precision: 'auto' });
  const detector = await loadFaceDetector();
  const failures: string[] = [];
  const cropped = await cropAll(classes, { detector, table, failures });
  await table.close();
  lock.release();

  console.log(summaryTable(cropped).join('\n'));
  for (const lines of [withoutImage(cropped), remarks(cropped)])
    if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
  console.log(`\n${toUser(output)}: the images. ${toUser(file)}: each face, and why it was left out.`);
  if (failures.length > 0)
    console.error(`\n${formatAmount(failures.length, 'photograph')} failed:\n${failures.join('\n')}`);
  const empty = cropped.filter(({ rows }) => !rows.flat().some(({ image }) => image !== undefined));
  if (empty.length > 0)
    console.error(
      `\nNo image of ${empty.map(({ name }) => name).join(', ')}: a data set needs some of each class.`,
    );
  return failures.length > 0 || empty.length > 0 ? 1 : 0;
});

/** Cuts the faces out of each photograph that no earlier run has finished; what fails is named. */
async function cropAll(
  classes: readonly ClassFolder[],
  {
    detector,
    table,
    failures,
  }: { detector: tf.GraphModel; table: ResumableCsv<CropRow>; failures: string[] },
): Promise<CroppedClass[]> {
  const nameOf = (file: string) => path.relative(options.folder, file).replaceAll(path.sep, '/');
  const { finished } = table;
  const isNew = (file: string) => !finished.has(nameOf(file));
  const total = classes.flatMap(({ photographs }) => photographs.filter(isNew)).length;
  const taken = new Set([...finished.values()].flat().map(({ image = '' }) => image.toLowerCase()));
  const progress = showProgress();
  let done = 0;
  const cropped: CroppedClass[] = [];
  for (const { name: folder, photographs } of classes) {
    const shared = sharedStems(photographs.map(nameOf));
    const rows: (readonly CropRow[])[] = [];
    for (const file of photographs) {
      const name = nameOf(file);
      const earlier = finished.get(name);
      if (earlier) {
        rows.push(earlier.map(asFound));
        continue;
      }
      progress.update(done++ / total, toUser(file));
      try {
        const own = await cropOne(file, { detector, name, folder, shared, taken });
        await table.add(own);
        await table.keep();
        rows.push(own);
      } catch (error) {
        // Only what is wrong with a photograph is a sentence; a full disk has a code, and ends it all.
        if (!(error instanceof ExpectationError) || 'code' in error) throw error;
        failures.push(error.message);
      }
    }
    cropped.push({ name: folder, photographs: photographs.length, rows });
  }
  progress.end();
  return cropped;
}

/** The row of an earlier run, whose image may have been deleted since. */
const asFound = (row: CropRow): CropRow =>
  row.image === undefined || existsSync(path.join(options.output, row.image))
    ? row
    : { ...row, image: undefined, leftOut: ['image deleted'] };

/** Writes the images of a photograph, and returns a row for each of its faces. */
async function cropOne(
  file: string,
  {
    detector,
    name,
    folder,
    shared,
    taken,
  }: { detector: tf.GraphModel; name: string; folder: string; shared: Set<string>; taken: Set<string> },
): Promise<CropRow[]> {
  const { output, faces, minScore, tiles, skip } = options;
  const found = await cropPhotograph(file, { detector, name: toUser(file), faces, minScore, tiles, skip });
  if (found.length === 0) return [{ file: name, leftOut: ['no face'], quality: [] }];
  const kept = found.filter(({ leftOut }) => leftOut.length === 0);
  const images = imageNames(name, { folder, count: kept.length, shared, taken });
  for (const [i, image] of images.entries()) {
    await writeImage(path.join(output, image), kept[i].png);
    taken.add(image.toLowerCase());
  }
  return found.map((face) => ({
    ...{ file: name, leftOut: face.leftOut, score: face.score },
    ...{ size: face.quality.size, quality: face.quality.flags, image: images[kept.indexOf(face)] },
  }));
}
