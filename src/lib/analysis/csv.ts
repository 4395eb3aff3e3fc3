import { EMOTIONS, type Emotion } from '../emotions';
import { expectation } from '../errors';
import type { QualityFlag } from '../faces/index';
import type { EmotionWord, FaceRow } from './face-row';

const HEAD = ['file', 'frame', 'time_s', 'face', 'x', 'y', 'width', 'height', 'detection'];

/**
 * The names of the CSV's columns. That of the smoothed emotion says how: `emotion_smoothed_1s` is the
 * most probable one of an exponential average with a time constant of one second.
 *
 * @param options
 * @param options.smoothing the time constant, in seconds; 0 for none, and no column
 */
export function csvColumns({ smoothing }: { smoothing: number }): string[] {
  const emotions = EMOTIONS.map((emotion) => emotion.toLowerCase());
  const smoothed = smoothing > 0 ? [`emotion_smoothed_${smoothing}s`] : [];
  return [...HEAD, ...emotions, 'emotion', 'confidence', ...smoothed, 'quality'];
}

/**
 * A row as a line of CSV (RFC 4180) without its line break. A file's name that a spreadsheet would
 * take for a formula gets a `./` before it.
 */
export function csvLine(
  { file, frame, time, emotion, face }: FaceRow,
  options: { smoothing: number },
): string {
  const smoothed = options.smoothing > 0 ? [face?.smoothed ?? ''] : [];
  const numbers = face
    ? [
        ...[String(face.id), ...[face.box.x, face.box.y, face.box.width, face.box.height].map(fixed(1))],
        ...[face.detection, ...EMOTIONS.map((name) => face.probabilities[name])].map(fixed(4)),
      ]
    : new Array<string>(6 + EMOTIONS.length).fill('');
  return [
    ...[safeName(file), String(frame), time === undefined ? '' : fixed(6)(time), ...numbers, emotion],
    ...[face ? fixed(4)(face.confidence) : '', ...smoothed, face?.quality.join(' ') ?? ''],
  ]
    .map(quoted)
    .join(',');
}

/** Without zeros at the end. */
const fixed = (digits: number) => (value: number) => String(Number(value.toFixed(digits)));

/** Spreadsheets evaluate what begins like this. With `./` it is still the same path. */
const safeName = (file: string) => (/^[=+\-@\t\r]/.test(file) ? `./${file}` : file);

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);

/**
 * Reads the rows of a CSV that {@link csvLine} wrote.
 *
 * @param text with the line of the columns
 * @param options
 * @param options.file the CSV, for errors
 * @throws ExpectationError that names the line that is not one of these
 */
export function parseCsv(text: string, { file, smoothing }: { file: string; smoothing: number }): FaceRow[] {
  const [header, ...lines] = splitCsv(text);
  const columns = csvColumns({ smoothing });
  if (header?.join() !== columns.join())
    throw expectation(`the first line of ${file}`, { expectation: columns.join(), found: header?.join() });
  return lines.map((cells, i) => {
    if (cells.length !== columns.length)
      throw expectation(`row ${i + 1} of ${file}`, {
        expectation: `one of ${columns.length} cells`,
        found: cells.length,
      });
    const cell = (name: string) => cells[columns.indexOf(name)];
    const number = (name: string) => Number(cell(name));
    const row = {
      ...{ file: cell('file'), frame: number('frame'), emotion: cell('emotion') as EmotionWord },
      ...(cell('time_s') !== '' && { time: number('time_s') }),
    };
    if (cell('face') === '') return row;
    const smoothed = smoothing > 0 ? cell(`emotion_smoothed_${smoothing}s`) : '';
    return {
      ...row,
      face: {
        id: number('face'),
        box: { x: number('x'), y: number('y'), width: number('width'), height: number('height') },
        detection: number('detection'),
        probabilities: Object.fromEntries(
          EMOTIONS.map((emotion) => [emotion, number(emotion.toLowerCase())]),
        ) as Record<Emotion, number>,
        confidence: number('confidence'),
        ...(smoothed !== '' && { smoothed: smoothed as EmotionWord }),
        quality: cell('quality').split(' ').filter(Boolean) as QualityFlag[],
      },
    };
  });
}

/** The cells of each line; quoted ones may hold commas and line breaks. */
function splitCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (const [, quotedCell, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (quotedCell === undefined && plain === '' && end === '' && cells.length === 0) break;
    cells.push(quotedCell === undefined ? plain : quotedCell.replace(/""/g, '"'));
    if (end === ',') continue;
    lines.push(cells);
    cells = [];
  }
  return lines;
}
