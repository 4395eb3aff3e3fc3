import { EMOTIONS } from '../emotions';
import type { EmotionalFace } from './emotion-detector';

/** The columns of a table of faces, one row for each face in each frame. */
export const FACE_COLUMNS: readonly string[] = [
  ...['file', 'frame', 'time_s', 'face', 'x', 'y', 'width', 'height', 'detection'],
  ...EMOTIONS.map((emotion) => emotion.toLowerCase()),
  ...['emotion', 'confidence', 'quality'],
];

/** Where faces were found, for {@link faceRows}. */
export interface FrameOfFaces {
  /** The name of the photograph or video. */
  file: string;
  /** The number of the frame; left out for a photograph. */
  frame?: number;
  /** The frame's time in seconds; left out for a photograph. */
  time?: number;
  /** The faces; `id` says which person's it is from frame to frame, by default its place from 1. */
  faces: readonly (EmotionalFace & { readonly id?: number })[];
}

/**
 * The lines of a CSV, under {@link FACE_COLUMNS}, for the faces of one frame: lengths in pixels,
 * probabilities with four digits. A frame without a face has one line, whose number of the face is 0
 * and whose other values are empty.
 *
 * @example const csv = [FACE_COLUMNS.join(','), ...faceRows({ file: 'party.jpg', faces })].join('\n');
 */
export function faceRows({ file, frame, time, faces }: FrameOfFaces): string[] {
  const place = [file, frame ?? '', time === undefined ? '' : time.toFixed(3)];
  const row = (values: readonly (string | number)[]) => [...place, ...values].map(quote).join(',');
  if (faces.length === 0) return [row([0, ...FACE_COLUMNS.slice(place.length + 1).map(() => '')])];
  return faces.map(({ id, box, score, probabilities, emotion, confidence, quality }, index) =>
    row([
      id ?? index + 1,
      ...[box.x, box.y, box.width, box.height].map((length) => length.toFixed(1)),
      score.toFixed(4),
      ...EMOTIONS.map((name) => probabilities[name].toFixed(4)),
      ...[emotion, confidence.toFixed(4), quality.flags.join(' ')],
    ]),
  );
}

/** As RFC 4180 says: https://www.rfc-editor.org/rfc/rfc4180. */
const quote = (value: string | number) =>
  /[",\r\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`;
