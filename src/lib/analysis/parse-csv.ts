import { EMOTIONS, type Emotion } from '../emotions';
import { expectation } from '../errors';
import { csvColumns, type EmotionWord, type FaceRow, type QualityFlag } from '../faces/index';
import { parseCsvRows } from '../files/parse-csv-rows';

/** What the column of the emotion may hold. */
const WORDS: readonly string[] = [...EMOTIONS, 'unsure', 'no face'];

/**
 * Reads the rows of a CSV that `csvLine` wrote.
 *
 * @param text with the line of the columns
 * @param options
 * @param options.file the CSV, for errors
 * @throws ExpectationError that names the line that is not one of these, or where a quote is missing
 * @example const rows = parseCsv(await readFile(file, 'utf8'), { file, smoothing: 1 });
 */
export function parseCsv(text: string, { file, smoothing }: { file: string; smoothing: number }): FaceRow[] {
  const [header, ...lines] = parseCsvRows(text, { file, what: 'a CSV' });
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
    const number = (name: string) => {
      const value = cell(name) === '' ? NaN : Number(cell(name));
      if (Number.isFinite(value)) return value;
      throw expectation(`${name} in row ${i + 1} of ${file}`, {
        expectation: 'a finite number',
        found: cell(name),
      });
    };
    const emotion = cell('emotion');
    if (!WORDS.includes(emotion))
      throw expectation(`emotion in row ${i + 1} of ${file}`, {
        expectation: `one of ${WORDS.join(', ')}`,
        found: emotion,
      });
    const row = {
      ...{ file: cell('file'), emotion: emotion as EmotionWord },
      ...(cell('frame') !== '' && { frame: number('frame') }),
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
