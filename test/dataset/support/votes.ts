import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Split } from '../../../src/lib/dataset/dataset';

/** The header of FER+'s own file. */
export const FERPLUS_HEADER =
  'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';

/** The header of a CSV that names images. */
export const NAMES_HEADER =
  'name,ferplus_row,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';

/** Votes in the order of FER+'s columns: ten for a single answer, by its place there. */
export const tenFor = (column: number) => Array.from({ length: 10 }, (_, i) => (i === column ? 10 : 0));

/** Writes a CSV of these lines into the folder, and returns its path. */
export function writeCsv(
  folder: string,
  { name, lines }: { name: string; lines: readonly string[] },
): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** The split of a row of FER-2013's CSV, from 0, as its paper has it. */
export const splitOf = (row: number): Split =>
  row < 28709 ? 'train' : row < 28709 + 3589 ? 'publicTest' : 'privateTest';

/**
 * The lines of a file like FER+'s own: all ten annotators of row i give the answer in column
 * `answer(i)`.
 */
export function ferplusLines(answer: (row: number) => number): string[] {
  const usages = { train: 'Training', publicTest: 'PublicTest', privateTest: 'PrivateTest' };
  const rows = Array.from({ length: 35887 }, (_, row) =>
    [usages[splitOf(row)], `fer${row}.png`, ...tenFor(answer(row))].join(','),
  );
  return [FERPLUS_HEADER, ...rows];
}
