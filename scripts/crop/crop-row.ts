import { expectation } from '../../src/lib/errors';
import { csvName } from '../../src/lib/files/csv-name';
import { csvRow } from '../../src/lib/files/csv-row';
import { parseCsvRows } from '../../src/lib/files/parse-csv-rows';
import type { RowFormat } from '../shared/resumable-csv';

/** A face of a photograph, or that it shows none. */
export interface CropRow {
  /** The photograph's path in the folder, with `/`. */
  readonly file: string;
  /** The image's path in the output folder, with `/`; undefined where none was written. */
  readonly image?: string;
  /** Why none was written: `no face`, or why the face was left out; else empty. */
  readonly leftOut: readonly string[];
  /** How sure the detector is that this is a face, 0 to 1; like those below undefined without one. */
  readonly score?: number;
  /** The larger side of the face's box, in pixels of the photograph. */
  readonly size?: number;
  /** What makes the face hard to judge. */
  readonly quality: readonly string[];
}

const COLUMNS = ['photograph', 'image', 'left_out', 'score', 'size_px', 'quality'];

/**
 * How these rows are a CSV.
 *
 * @param file the CSV, for errors
 */
export const cropRowFormat = (file: string): RowFormat<CropRow> => ({
  header: csvRow(COLUMNS),
  lineOf: ({ file: photograph, image, leftOut, score, size, quality }) =>
    csvRow([
      ...[csvName(photograph), image === undefined ? '' : csvName(image), leftOut.join(', ')],
      ...[score?.toFixed(4) ?? '', size?.toFixed(1) ?? '', quality.join(' ')],
    ]),
  parse(content) {
    const [header, ...lines] = parseCsvRows(content, { file, what: 'a CSV' });
    if (header?.join() !== COLUMNS.join())
      throw expectation(`the first line of ${file}`, {
        expectation: COLUMNS.join(),
        found: header?.join(),
      });
    return lines.map((cells, i): CropRow => {
      if (cells.length !== COLUMNS.length)
        throw expectation(`row ${i + 1} of ${file}`, {
          expectation: `one of ${COLUMNS.length} cells`,
          found: cells.length,
        });
      const [photograph, image, leftOut, score, size, quality] = cells;
      return {
        file: fromCsvPath(photograph),
        leftOut: split(leftOut, ', '),
        quality: split(quality, ' '),
        ...(image !== '' && { image: fromCsvPath(image) }),
        ...(score !== '' && { score: Number(score), size: Number(size) }),
      };
    });
  },
});

const fromCsvPath = (file: string) => file.replace(/^\.\//, '');

const split = (text: string, separator: string) => (text === '' ? [] : text.split(separator));
