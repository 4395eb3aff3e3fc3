import { formatAmount, formatCount } from '../../src/lib/format';
import { printable } from '../../src/lib/printable.cjs';
import { align } from '../shared/text-table';
import type { CropRow } from './crop-row';

/** What became of a class's photographs. */
export interface CroppedClass {
  /** `happy`, or `train/happy`. */
  readonly name: string;
  /** How many photographs it has. */
  readonly photographs: number;
  /** By photograph, of those that did not fail. */
  readonly rows: readonly (readonly CropRow[])[];
}

/** The most photographs without an image that are listed. */
const MOST = 20;

/**
 * A table for a terminal: for each class its photographs, the images cut out of them, and how many
 * photographs gave none.
 */
export function summaryTable(classes: readonly CroppedClass[]): string[] {
  const numbers = classes.map(({ photographs, rows }) => [
    ...[photographs, rows.flat().filter(hasImage).length],
    ...[rows.filter(isWithoutFace).length, rows.filter(isLeftOut).length, photographs - rows.length],
  ]);
  const sums = numbers[0].map((_, column) => numbers.reduce((sum, row) => sum + row[column], 0));
  const line = (name: string, row: readonly number[]) => [printable(name), ...row.map(formatCount)];
  return align(
    [
      ['class', 'photographs', 'images', 'without a face', 'left out', 'failed'],
      ...classes.map(({ name }, i) => line(name, numbers[i])),
      ...(classes.length > 1 ? [line('all', sums)] : []),
    ],
    { left: [0] },
  );
}

/** Lists the photographs that gave no image and why. */
export function withoutImage(classes: readonly CroppedClass[]): string[] {
  const without = classes.flatMap(({ rows }) => rows.filter((faces) => !faces.some(hasImage)));
  const lines = without.slice(0, MOST).map(([row]) => [printable(row.file), row.leftOut.join(', ')]);
  if (lines.length === 0) return [];
  const more = without.length - lines.length;
  return [
    ...align([['no image of', 'why'], ...lines], { left: [0, 1] }),
    ...(more > 0 ? [`… and ${formatAmount(more, 'other')}`] : []),
  ];
}

/** What to know about the images: other faces in their photographs, and their quality. */
export function remarks(classes: readonly CroppedClass[]): string[] {
  const photographs = classes.flatMap(({ rows }) => rows);
  const others = photographs.filter((faces) =>
    faces.some(({ leftOut }) => leftOut.includes('not the largest')),
  );
  const images = photographs.flat().filter(hasImage);
  const flags = new Map<string, number>();
  for (const flag of images.flatMap(({ quality }) => quality)) flags.set(flag, (flags.get(flag) ?? 0) + 1);
  const counts = [...flags].map(([flag, count]) => `${formatCount(count)} ${flag}`);
  return [
    ...(others.length > 0
      ? [
          `${formatAmount(others.length, 'photograph')} with several faces: the largest was cut (--faces all, single)`,
        ]
      : []),
    ...(counts.length > 0
      ? [`Hard to judge: ${counts.join(', ')} (--skip ${[...flags.keys()].join(',')} leaves them out)`]
      : []),
  ];
}

const hasImage = ({ image }: CropRow) => image !== undefined;

const isWithoutFace = (faces: readonly CropRow[]) => faces.every(({ score }) => score === undefined);

const isLeftOut = (faces: readonly CropRow[]) => !isWithoutFace(faces) && !faces.some(hasImage);
