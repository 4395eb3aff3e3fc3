import { EMOTIONS } from '../emotions';
import { csvPath } from '../files/csv-path';
import { csvRow } from '../files/csv-row';
import type { FaceRow } from './face-row';

/** How many columns {@link csvLine} leaves empty where there is no face, before the emotion. */
const OF_A_FACE = ['face', 'x', 'y', 'width', 'height', 'detection', ...EMOTIONS].length;

/**
 * The columns of a table of faces, one row for each face in each frame. That of the smoothed emotion
 * says how: `emotion_smoothed_1s` is the most probable one of an exponential average with a time
 * constant of one second.
 *
 * @param options
 * @param options.smoothing the time constant, in seconds; 0 for none, and no column
 * @example const header = csvColumns({ smoothing: 1 }).join(',');
 */
export function csvColumns({ smoothing = 0 }: { smoothing?: number } = {}): string[] {
  return [
    ...['file', 'frame', 'time_s', 'face', 'x', 'y', 'width', 'height', 'detection'],
    ...EMOTIONS.map((emotion) => emotion.toLowerCase()),
    ...['emotion', 'confidence'],
    ...(smoothing > 0 ? [`emotion_smoothed_${smoothing}s`] : []),
    'quality',
  ];
}

/**
 * A row as a line of CSV (RFC 4180, without its line break), under {@link csvColumns}: lengths in
 * pixels, probabilities with four digits. Where there is no face, the emotion says so.
 *
 * @example const csv = [csvColumns(), ...rows.map((row) => csvLine(row))].join('\n');
 */
export function csvLine(
  { file, frame, time, emotion, face }: FaceRow,
  { smoothing = 0 }: { smoothing?: number } = {},
): string {
  const values: (string | number)[] = face
    ? [
        face.id,
        ...[face.box.x, face.box.y, face.box.width, face.box.height].map((length) => length.toFixed(1)),
        ...[face.detection, ...EMOTIONS.map((name) => face.probabilities[name])].map(probability),
      ]
    : new Array<string>(OF_A_FACE).fill('');
  return csvRow([
    ...[csvPath(file), frame ?? '', time === undefined ? '' : time.toFixed(6), ...values, emotion],
    ...[face ? probability(face.confidence) : '', ...(smoothing > 0 ? [face?.smoothed ?? ''] : [])],
    face?.quality.join(' ') ?? '',
  ]);
}

const probability = (value: number) => value.toFixed(4);
