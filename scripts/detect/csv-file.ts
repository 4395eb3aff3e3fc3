import { csvHeader, csvLine, type FaceRow, parseCsv } from '../../src/lib/index';
import { openResumableCsv, type ResumableCsv } from '../shared/resumable-csv';

/** The CSV of `npm run detect`, which the next run continues. */
export type CsvFile = ResumableCsv<FaceRow>;

/**
 * Opens a CSV to add rows of faces to.
 *
 * @param options
 * @param options.settings what the rows depend on, to compare with an earlier run
 * @param options.smoothing in seconds
 * @param options.classes the model's, in the order of its outputs
 * @throws ExpectationError when the file is another's, or was made with other settings
 */
export const openCsv = (
  file: string,
  { settings, smoothing, classes }: { settings: string; smoothing: number; classes: readonly string[] },
): Promise<CsvFile> =>
  openResumableCsv(file, {
    ...{ command: 'npm run detect', settings },
    format: {
      header: csvHeader({ smoothing, classes }),
      lineOf: (row) => csvLine(row, { smoothing, classes }),
      parse: (content) => parseCsv(content, { file, smoothing, classes }),
    },
  });
