import { isEmotions } from '../classes';
import { EMOTIONS } from '../emotions';
import { csvName } from '../files/csv-name';
import { csvRow } from '../files/csv-row';
import type { FaceRow } from './face-row';

/** The columns of the file and of the face before the probabilities. */
const OF_A_FILE = ['file', 'frame', 'time_s'];
const OF_A_FACE = ['face', 'x', 'y', 'width', 'height', 'detection'];

/** Those after the probabilities. */
const OF_AN_EMOTION = ['emotion', 'confidence'];
const QUALITY = 'quality';

/** Options of {@link csvColumns} and {@link csvLine}. */
export interface CsvOptions {
  /** The time constant of smoothing, in seconds; 0 for none, and no column. */
  smoothing?: number;
  /** The model's classes, in the order of its outputs: a column for the probability of each. */
  classes?: readonly string[];
}

/**
 * The columns of a table of faces, one row for each face in each frame. That of the smoothed emotion
 * says how: `emotion_smoothed_1s` is the most probable one of an exponential average with a time
 * constant of one second.
 *
 * @example const header = csvColumns({ smoothing: 1 }).join(',');
 */
export function csvColumns({ smoothing = 0, classes = EMOTIONS }: CsvOptions = {}): string[] {
  return [
    ...[...OF_A_FILE, ...OF_A_FACE],
    ...columnsOf(classes),
    ...OF_AN_EMOTION,
    ...(smoothing > 0 ? [`emotion_smoothed_${smoothing}s`] : []),
    QUALITY,
  ];
}

/**
 * The first line of the table: {@link csvColumns} as {@link csvLine} writes its cells.
 *
 * @example const csv = [csvHeader(), ...rows.map((row) => csvLine(row))].join('\n');
 */
export const csvHeader = (options: CsvOptions = {}): string => csvRow(csvColumns(options));

/**
 * The columns of the probabilities: the emotions in lower case, other classes by their names; one
 * that is called like another column says that it is a probability.
 */
function columnsOf(classes: readonly string[]): string[] {
  if (isEmotions(classes)) return classes.map((name) => name.toLowerCase());
  const others = [...OF_A_FILE, ...OF_A_FACE, ...OF_AN_EMOTION, QUALITY];
  return classes.map((name) =>
    others.includes(name) || name.startsWith('emotion_smoothed_') ? `${name}_probability` : csvName(name),
  );
}

/**
 * A row as a line of CSV (RFC 4180, without its line break), under {@link csvColumns}: lengths in
 * pixels, probabilities with four digits. Where there is no face, the emotion says so.
 *
 * @example const csv = [csvHeader(), ...rows.map((row) => csvLine(row))].join('\n');
 */
export function csvLine(
  { file, frame, time, emotion, face }: FaceRow,
  { smoothing = 0, classes = EMOTIONS }: CsvOptions = {},
): string {
  const values: (string | number)[] = face
    ? [
        face.id,
        ...[face.box.x, face.box.y, face.box.width, face.box.height].map((length) => length.toFixed(1)),
        ...[face.detection, ...classes.map((name) => face.probabilities[name])].map(probability),
      ]
    : new Array<string>(OF_A_FACE.length + classes.length).fill('');
  return csvRow([
    ...[csvName(file), frame ?? '', time === undefined ? '' : time.toFixed(6), ...values, csvName(emotion)],
    ...[face ? probability(face.confidence) : '', ...(smoothing > 0 ? [csvName(face?.smoothed ?? '')] : [])],
    face?.quality.join(' ') ?? '',
  ]);
}

const probability = (value: number) => value.toFixed(4);
