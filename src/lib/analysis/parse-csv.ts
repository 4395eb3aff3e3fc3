import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { csvName } from '../files/csv-name';
import { csvColumns, type FaceRow, type QualityFlag } from '../faces/index';
import { parseCsvRows } from '../files/parse-csv-rows';

/**
 * Reads the rows of a CSV that `csvLine` wrote.
 *
 * @param text with the line of the columns
 * @param options
 * @param options.file the CSV, for errors
 * @param options.smoothing the time constant that it was written with, in seconds
 * @param options.classes the model's classes, in the order of its outputs
 * @throws ExpectationError that names the line that is not one of these, or where a quote is missing
 * @example const rows = parseCsv(await readFile(file, 'utf8'), { file, smoothing: 1 });
 */
export function parseCsv(
  text: string,
  { file, smoothing, classes = EMOTIONS }: { file: string; smoothing: number; classes?: readonly string[] },
): FaceRow[] {
  const words = [...classes, 'unsure', 'no face'];
  const wordIn = (cell: string) => words.find((word) => csvName(word) === cell);
  const [header, ...lines] = parseCsvRows(text, { file, what: 'a CSV' });
  const columns = csvColumns({ smoothing, classes });
  const firstClass = columns.indexOf('detection') + 1;
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
    const emotion = wordIn(cell('emotion'));
    if (emotion === undefined)
      throw expectation(`emotion in row ${i + 1} of ${file}`, {
        expectation: `one of ${words.join(', ')}`,
        found: cell('emotion'),
      });
    const row = {
      ...{ file: cell('file'), emotion },
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
          classes.map((name, label) => [name, number(columns[firstClass + label])]),
        ),
        confidence: number('confidence'),
        ...(smoothed !== '' && { smoothed: wordIn(smoothed) ?? smoothed }),
        quality: cell('quality').split(' ').filter(Boolean) as QualityFlag[],
      },
    };
  });
}
