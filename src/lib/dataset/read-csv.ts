import { createReadStream, statSync } from 'node:fs';
import { parse } from 'csv-parse';
import { EMOTIONS } from '../emotions';
import { expectation, ExpectationError } from '../errors';
import { IMAGE_BYTES, SPLITS, type Dataset, type Split } from './dataset';

/** What the CSV's column Usage says of each split. */
const USAGES: Readonly<Record<string, Split>> = {
  Training: 'train',
  PublicTest: 'publicTest',
  PrivateTest: 'privateTest',
};

const COLUMNS = ['emotion', 'pixels', 'usage'] as const;

/** A row of 2,304 numbers has at most 9,216 characters; a longer one is no row of this kind of file. */
const LONGEST_ROW = 64 * 1024;

/** Rows between two calls of onProgress. */
const PROGRESS_STEP = 256;

/** The rows read so far, in arrays that grow. */
interface Rows {
  images: Uint8Array;
  labels: number[];
  splits: Split[];
  /** The number of each row in the file; the header is row 1. */
  numbers: number[];
}

/**
 * Reads FER-2013's CSV (`fer2013.csv` or `icml_face_data.csv`: emotion, pixels, Usage in any order, blanks around the
 * names allowed), a stream at a time. The order is the data set's own: by split, emotion and row. An image's name is
 * `row 2` and so on, the header being row 1.
 *
 * @param file the CSV's path
 * @param options.onProgress called with the rows read so far and how many there will be, guessed from the file's size
 * @throws ExpectationError for a missing column and, naming the row, for a label, Usage or pixel that can't be, other
 * than 2,304 pixels, or a file that is no CSV or has no row
 * @example const { images, labels } = await readCsv('fer2013.csv');
 */
export async function readCsv(
  file: string,
  { onProgress }: { onProgress?: (done: number, total: number) => void } = {},
): Promise<Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'>> {
  const { size } = statSync(file);
  const input = createReadStream(file, { highWaterMark: 1 << 20 });
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: LONGEST_ROW });
  const rows: Rows = { images: new Uint8Array(1024 * IMAGE_BYTES), labels: [], splits: [], numbers: [] };
  // Piped by hand: pipeline() may answer with an AbortError of its own in place of what a bad row threw.
  input.on('error', (error) => parser.destroy(error)).pipe(parser);
  let columns: number[] | undefined;
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number++;
      if (columns === undefined) {
        columns = findColumns(record, file);
        continue;
      }
      // A blank line, as editors leave at the end.
      if (record.length === 1 && record[0].trim() === '') continue;
      addRow(
        rows,
        columns.map((column) => record[column]),
        `row ${number} of ${file}`,
      );
      rows.numbers.push(number);
      const done = rows.labels.length;
      if (done % PROGRESS_STEP === 0)
        onProgress?.(done, Math.max(done, Math.round((done * size) / parser.info.bytes)));
    }
  } catch (error) {
    if (error instanceof ExpectationError || !isCsvError(error)) throw error;
    throw expectation(`what follows row ${number} of ${file}`, {
      expectation: 'a CSV row of emotion, pixels and Usage',
      found: error.message.replace(/\.$/, ''),
      advice: 'Get the CSV anew: this one is damaged, or another kind of file.',
    });
  } finally {
    input.destroy();
  }
  const n = rows.labels.length;
  if (n === 0)
    throw expectation(file, {
      expectation: 'a CSV with a header and a row for each image',
      found: columns === undefined ? 'an empty file' : 'a header and nothing else',
      advice: 'Get the CSV anew.',
    });
  onProgress?.(n, n);
  return inOrder(rows);
}

function isCsvError(error: unknown): error is Error {
  return error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('CSV_');
}

/** Where emotion, pixels and Usage are in a row. */
function findColumns(header: readonly string[], file: string): number[] {
  const names = header.map((name) => name.trim().toLowerCase());
  return COLUMNS.map((column) => {
    const index = names.indexOf(column);
    if (index >= 0) return index;
    throw expectation(`the header of ${file}`, {
      expectation: 'emotion, pixels, Usage',
      found: `no column ${column === 'usage' ? 'Usage' : column} in "${header.join(',').slice(0, 80)}"`,
      advice:
        "FER-2013's CSV is called fer2013.csv or icml_face_data.csv; its first line names these columns.",
    });
  });
}

function addRow(rows: Rows, [emotion, pixels, usage]: readonly (string | undefined)[], row: string): void {
  const advice = 'Correct or remove this row, or get the CSV anew.';
  const label = emotion?.trim() ?? '';
  if (!/^[0-6]$/.test(label))
    throw expectation(`the emotion in ${row}`, {
      expectation: `0 to 6 (${EMOTIONS.join(', ')})`,
      found: label === '' ? 'nothing' : label,
      advice,
    });
  const split = USAGES[usage?.trim() ?? ''];
  if (split === undefined)
    throw expectation(`the Usage in ${row}`, {
      expectation: Object.keys(USAGES).join(', '),
      found: usage?.trim() || 'nothing',
      advice,
    });
  const n = rows.labels.length;
  if ((n + 1) * IMAGE_BYTES > rows.images.length) {
    const grown = new Uint8Array(rows.images.length * 2);
    grown.set(rows.images);
    rows.images = grown;
  }
  if (!parsePixels(pixels ?? '', rows.images, n * IMAGE_BYTES))
    throw pixelError(pixels ?? '', { row, advice });
  rows.labels.push(Number(label));
  rows.splits.push(split);
}

/** Writes 2,304 numbers from a text into the images; false when the text holds anything else. */
function parsePixels(text: string, images: Uint8Array, offset: number): boolean {
  let count = 0;
  let value = -1;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 32;
    if (code === 32) {
      if (value < 0) continue;
      if (count === IMAGE_BYTES) return false;
      images[offset + count++] = value;
      value = -1;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9) return false;
    value = value < 0 ? digit : value * 10 + digit;
    if (value > 255) return false;
  }
  return count === IMAGE_BYTES;
}

/** Looks again, slowly, at what {@link parsePixels} refused, to say what is wrong with it. */
function pixelError(text: string, { row, advice }: { row: string; advice: string }): ExpectationError {
  const words = text.split(' ').filter((word) => word !== '');
  const wrong = words.findIndex((word) => !/^\d+$/.test(word) || Number(word) > 255);
  if (wrong >= 0)
    return expectation(`pixel ${wrong + 1} in ${row}`, {
      expectation: 'a whole number from 0 to 255',
      found: words[wrong].slice(0, 20),
      advice,
    });
  return expectation(`the pixels in ${row}`, {
    expectation: `${IMAGE_BYTES} numbers with blanks between them`,
    found: words.length,
    advice,
  });
}

/** The rows by split, emotion and number. */
function inOrder({
  images,
  labels,
  splits,
  numbers,
}: Rows): Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'> {
  const rank = (i: number) => SPLITS.indexOf(splits[i]) * EMOTIONS.length + labels[i];
  const order = Array.from(labels.keys()).sort((a, b) => rank(a) - rank(b) || a - b);
  const sorted = new Uint8Array(order.length * IMAGE_BYTES);
  order.forEach((from, to) =>
    sorted.set(images.subarray(from * IMAGE_BYTES, (from + 1) * IMAGE_BYTES), to * IMAGE_BYTES),
  );
  return {
    images: sorted,
    labels: Uint8Array.from(order, (i) => labels[i]),
    splits: order.map((i) => splits[i]),
    names: order.map((i) => `row ${numbers[i]}`),
  };
}
