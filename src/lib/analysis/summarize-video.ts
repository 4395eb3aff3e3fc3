import { classesIn } from '../classes';
import type { EmotionWord, FaceRow } from '../faces/index';

/** What one face of a video shows over time. */
export interface FaceSummary {
  readonly id: number;
  /** When it is first and last seen, in seconds. */
  readonly from: number;
  readonly to: number;
  /** How long it is seen, in seconds. */
  readonly seconds: number;
  /** How long each emotion, or `unsure`, is the face's; the longest first. */
  readonly emotions: readonly { readonly emotion: EmotionWord; readonly seconds: number }[];
  /** The moment at which each emotion is the most probable, of those that are named at some time. */
  readonly peaks: readonly {
    readonly emotion: string;
    readonly time: number;
    readonly probability: number;
  }[];
}

/**
 * Sums up a video's rows by face: seconds of each emotion, and peaks. A frame counts until the next
 * one that was looked at.
 *
 * @param rows of one video, in the order of its frames
 * @returns the face that is seen longest first
 * @example const [face] = summarizeVideo(rows);
 */
export function summarizeVideo(rows: readonly FaceRow[]): FaceSummary[] {
  const lengths = lengthsOf(rows);
  const byFace = new Map<number, FaceRow[]>();
  for (const row of rows) {
    if (!row.face) continue;
    const own = byFace.get(row.face.id);
    if (own) own.push(row);
    else byFace.set(row.face.id, [row]);
  }
  return [...byFace]
    .map(([id, own]) => summarizeFace(id, { rows: own, lengths }))
    .sort((a, b) => b.seconds - a.seconds || a.id - b.id);
}

function summarizeFace(
  id: number,
  { rows, lengths }: { rows: readonly FaceRow[]; lengths: ReadonlyMap<number, number> },
): FaceSummary {
  const totals = new Map<EmotionWord, number>();
  for (const { emotion, time = 0 } of rows)
    totals.set(emotion, (totals.get(emotion) ?? 0) + (lengths.get(time) ?? 0));
  const classes = classesIn(rows[0].face!.probabilities);
  const peaks = classes
    .filter((emotion) => totals.has(emotion))
    .map((emotion) => {
      const best = rows.reduce((a, b) =>
        b.face!.probabilities[emotion] > a.face!.probabilities[emotion] ? b : a,
      );
      return { emotion, time: best.time ?? 0, probability: best.face!.probabilities[emotion] };
    });
  return {
    id,
    from: rows[0].time ?? 0,
    to: rows[rows.length - 1].time ?? 0,
    seconds: [...totals.values()].reduce((sum, seconds) => sum + seconds, 0),
    emotions: [...totals]
      .map(([emotion, seconds]) => ({ emotion, seconds }))
      .sort((a, b) => b.seconds - a.seconds),
    peaks: peaks.sort((a, b) => b.probability - a.probability),
  };
}

/** How long each frame counts, in seconds, by its time; the last one as long as the one before. */
function lengthsOf(rows: readonly FaceRow[]): Map<number, number> {
  const times = [...new Set(rows.map(({ time = 0 }) => time))];
  const last = times.length > 1 ? times[times.length - 1] - times[times.length - 2] : 0;
  return new Map(times.map((time, i) => [time, (times[i + 1] ?? time + last) - time]));
}
