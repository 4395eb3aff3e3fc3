import { formatPercent } from '../../src/lib/format';
import { formatTime } from '../../src/lib/format-time';
import { type AnalyzedFile, nounFor, summarizeVideo } from '../../src/lib/index';
import { printable } from '../../src/lib/printable.cjs';
import { align } from '../shared/text-table';

/** The most emotions of a face in a video that the table names. */
const MOST = 3;

/**
 * A table of what was found, for a terminal: a line for each face of a photograph, and for each face
 * of a video.
 *
 * @param options
 * @param options.classes the model's, in the order of its outputs
 */
export function tableOf(
  files: readonly AnalyzedFile[],
  { classes }: { classes: readonly string[] },
): string[] {
  const lines = files.flatMap((file) => (file.duration === undefined ? photograph(file) : video(file)));
  return align([['file', 'face', nounFor(classes), ''], ...lines], { left: [0, 2, 3] });
}

function photograph({ name, rows }: AnalyzedFile): string[][] {
  return rows.map(({ face, emotion }, i) => [
    i === 0 ? printable(name) : '',
    face ? String(face.id) : '',
    face ? `${emotion} ${formatPercent(face.confidence, 0)}` : emotion,
    face?.quality.join(', ') ?? '',
  ]);
}

function video({ name, rows, duration = 0 }: AnalyzedFile): string[][] {
  const faces = summarizeVideo(rows);
  const [first, ...others] = faces.map(({ id, from, to, emotions }) => {
    const named = emotions.slice(0, MOST).map(({ emotion, seconds }) => `${emotion} ${seconds.toFixed(1)} s`);
    const rest = emotions.length > MOST ? ', …' : '';
    return [String(id), named.join(', ') + rest, `${formatTime(from, 1)} to ${formatTime(to, 1)}`];
  });
  const title = `${printable(name)} (${formatTime(duration, 1)})`;
  if (!first) return [[title, '', 'no face', '']];
  return [[title, ...first], ...others.map((cells) => ['', ...cells])];
}
