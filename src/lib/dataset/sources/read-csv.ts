import { TextDecoder } from 'node:util';
import { EMOTIONS } from '../../emotions';
import { expectation, type ExpectationError } from '../../errors';
import { ANOTHER_COPY } from './advice';
import { firstLine, headerError, readCsvHeader, type CsvHeader } from './csv-header';
import { IMAGE_BYTES, SPLITS, type Dataset, type Split } from '../dataset';
import { utf16Of } from './file-kind';
import { LIMITS } from '../limits';

/** The values of the column Usage, with their splits. */
const USAGES: Readonly<Record<string, Split>> = {
  Training: 'train',
  PublicTest: 'publicTest',
  PrivateTest: 'privateTest',
};
const SPLIT_OF_USAGE = new Map(Object.entries(USAGES).map(([usage, split]) => [usage.toLowerCase(), split]));

/** A row of 2,304 numbers has at most 9,216 characters; this leaves ample room. */
const LONGEST_ROW = 64 * 1024;
/** The shortest possible row, with pixels of one digit. */
const SHORTEST_ROW = 2 * IMAGE_BYTES;
/** Editors leave a blank line or two, spreadsheets some thousands. */
const MOST_BLANK_LINES = 100_000;

/** Rows between two calls of onProgress. */
const PROGRESS_STEP = 256;

const LINE_FEED = 10;
const RETURN = 13;
const BLANK = 32;
const QUOTE = 34;

/** A range of a row's bytes. */
type Field = readonly [start: number, end: number];

/** How {@link readCsv} reads. */
export interface ReadCsvOptions {
  /** The CSV's path, for errors. */
  source: string;
  /** Its size in bytes, if known. */
  size?: number;
  /** The most images that are read. */
  mostImages?: number;
  /** Called with the number of rows read so far, and the total estimated from the size. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads FER-2013's CSV (`fer2013.csv` or `icml_face_data.csv`) as a stream. Pixels are parsed
 * directly from the bytes without creating strings, which takes a third of the time of a general
 * CSV reader. The file may be UTF-8 or UTF-16, delimited by comma, semicolon, tab or bar, with
 * fields quoted or not, and with any kind of line ending, even mixed. Images are ordered by split,
 * emotion and row. An image's name is `row 2` and so on; the header is row 1.
 *
 * @param chunks the file's bytes
 * @throws ExpectationError for a missing column or a file without rows, and, naming the row, for an
 *   invalid label, Usage or pixel, a number of pixels other than 2,304, an unterminated quote, or a
 *   row that is too long
 * @example
 * const { images, labels } = await readCsv(createReadStream('fer2013.csv'), {
 *   source: 'fer2013.csv',
 * });
 */
export async function readCsv(
  chunks: AsyncIterable<Buffer>,
  { source, size = LIMITS.source, mostImages = LIMITS.images, onProgress }: ReadCsvOptions,
): Promise<Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'>> {
  const rows = new Rows(Math.min(mostImages, Math.ceil(size / SHORTEST_ROW)), source);
  let header: CsvHeader | undefined;
  let bytes = 0;
  let number = 0;
  let blankLines = 0;
  for await (const lines of linesOf(asUtf8(chunks), () => `what follows row ${number} of ${source}`)) {
    for (const [start, end] of lines.ends) {
      number++;
      if (header === undefined) {
        header = headerOf(lines.block.subarray(start, end), source);
        continue;
      }
      if (isBlank(lines.block, { start, end, delimiter: header.delimiter })) {
        if (++blankLines > MOST_BLANK_LINES) throw tooManyBlankLines(source);
        continue;
      }
      rows.add(lines.block.subarray(start, end), { header, number });
      if (rows.count % PROGRESS_STEP === 0)
        onProgress?.(rows.count, Math.max(rows.count, Math.round((rows.count * size) / (bytes + end))));
    }
    bytes += lines.block.length;
  }
  const n = rows.count;
  if (n === 0)
    throw expectation(source, {
      expectation: 'a CSV with a header and a row for each image',
      found: header === undefined ? 'an empty file' : 'a header and nothing else',
      advice: ANOTHER_COPY,
    });
  onProgress?.(n, n);
  return rows.inOrder();
}

/** Converts UTF-16 to UTF-8; leaves other text as it is. */
async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      const encoding = utf16Of(chunk);
      if (encoding) decoder = new TextDecoder(encoding);
    }
    isFirst = false;
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
}

/** Complete lines of text, with the range of each without its line ending: LF, CR or both. */
interface Lines {
  readonly block: Buffer;
  readonly ends: Iterable<Field>;
}

async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  place: () => string,
): AsyncGenerator<Lines, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const block = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const lines = new LineEnds(block);
    yield { block, ends: lines };
    rest = block.subarray(lines.position);
    if (rest.length > LONGEST_ROW) throw rowError(place(), `a line of more than ${LONGEST_ROW} bytes`);
  }
  if (rest.length === 0) return;
  const end = rest[rest.length - 1] === RETURN ? rest.length - 1 : rest.length;
  yield { block: rest, ends: [[0, end]] };
}

/**
 * Iterates over the lines that end in a block; afterwards `position` is the start of the incomplete
 * last line.
 */
class LineEnds implements Iterable<Field> {
  position = 0;

  constructor(private readonly block: Buffer) {}

  *[Symbol.iterator](): Generator<Field, void> {
    const { block } = this;
    // A kind of line ending that is not found is not searched for again at every line.
    let feed = block.indexOf(LINE_FEED);
    let carriage = block.indexOf(RETURN);
    for (;;) {
      if (feed >= 0 && feed < this.position) feed = block.indexOf(LINE_FEED, this.position);
      if (carriage >= 0 && carriage < this.position) carriage = block.indexOf(RETURN, this.position);
      const end = carriage >= 0 && (feed < 0 || carriage < feed) ? carriage : feed;
      // A carriage return at the end of the block may have its line feed in the next one.
      if (end < 0 || (end === carriage && end + 1 === block.length)) return;
      const start = this.position;
      this.position = end === carriage && block[end + 1] === LINE_FEED ? end + 2 : end + 1;
      yield [start, end];
    }
  }
}

/** Whether a line has only blanks and delimiters, as spreadsheets write empty rows. */
function isBlank(
  block: Buffer,
  { start, end, delimiter }: { start: number; end: number; delimiter: number },
): boolean {
  for (let i = start; i < end; i++)
    if (block[i] !== BLANK && block[i] !== delimiter && block[i] !== 9) return false;
  return true;
}

function tooManyBlankLines(source: string): ExpectationError {
  return expectation(source, {
    expectation: 'a CSV with a row for each image',
    found: `more than ${MOST_BLANK_LINES.toLocaleString('en')} blank lines`,
    advice: ANOTHER_COPY,
  });
}

function headerOf(line: Buffer, source: string): CsvHeader {
  const text = firstLine(line);
  const header = readCsvHeader(text);
  if ('missing' in header) throw headerError(source, { missing: header.missing, line: text });
  return header;
}

function rowError(place: string, found: string): ExpectationError {
  return expectation(place, {
    expectation: 'a CSV row of emotion, pixels and Usage',
    found,
    advice: `This file is damaged, or not FER-2013's CSV. ${ANOTHER_COPY}`,
  });
}

/** The rows read so far. */
class Rows {
  count = 0;
  /** Room for the largest possible number; the system only allocates memory that is written to. */
  private readonly images: Uint8Array;
  private readonly labels: number[] = [];
  private readonly splits: Split[] = [];
  /** The number of each row in the file; the header is row 1. */
  private readonly numbers: number[] = [];

  constructor(
    private readonly most: number,
    private readonly source: string,
  ) {
    this.images = new Uint8Array(most * IMAGE_BYTES);
  }

  add(line: Buffer, { header, number }: { header: CsvHeader; number: number }): void {
    const row = `row ${number} of ${this.source}`;
    if (line.length > LONGEST_ROW) throw rowError(row, `a line of more than ${LONGEST_ROW} bytes`);
    const fields = fieldsOf(line, { delimiter: header.delimiter, row });
    const text = (column: number) =>
      fields[column] === undefined ? '' : line.toString('latin1', ...fields[column]).trim();
    const advice = `Correct or remove this row. ${ANOTHER_COPY}`;
    const label = text(header.columns.emotion);
    if (!/^[0-6]$/.test(label))
      throw expectation(`the emotion in ${row}`, {
        expectation: `0 to 6 (${EMOTIONS.join(', ')})`,
        found: label === '' ? 'nothing' : label,
        advice,
      });
    const usage = text(header.columns.usage);
    const split = SPLIT_OF_USAGE.get(usage.toLowerCase());
    if (split === undefined)
      throw expectation(`the Usage in ${row}`, {
        expectation: Object.keys(USAGES).join(', '),
        found: usage || 'nothing',
        advice,
      });
    if (this.count === this.most)
      throw expectation(this.source, {
        expectation: `a data set of at most ${this.most.toLocaleString('en')} images`,
        found: 'more',
        advice: 'Use a subset of it.',
      });
    const field = fields[header.columns.pixels] ?? [0, 0];
    if (!parsePixels(line, { field, images: this.images, offset: this.count * IMAGE_BYTES }))
      throw pixelError(line.toString('latin1', ...field), { row, advice });
    this.count++;
    this.labels.push(Number(label));
    this.splits.push(split);
    this.numbers.push(number);
  }

  /** The rows by split, emotion and number. */
  inOrder(): Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'> {
    const { images, labels, splits, numbers } = this;
    const rank = (i: number) => SPLITS.indexOf(splits[i]) * EMOTIONS.length + labels[i];
    const order = Array.from(labels.keys()).sort((a, b) => rank(a) - rank(b) || a - b);
    permuteInPlace(images, order);
    return {
      images: images.subarray(0, this.count * IMAGE_BYTES),
      labels: Uint8Array.from(order, (i) => labels[i]),
      splits: order.map((i) => splits[i]),
      names: order.map((i) => `row ${numbers[i]}`),
    };
  }
}

/** The ranges of a row's fields, without quotes. */
function fieldsOf(line: Buffer, { delimiter, row }: { delimiter: number; row: string }): Field[] {
  const fields: Field[] = [];
  let position = 0;
  for (;;) {
    let start = position;
    while (line[start] === BLANK) start++;
    let from = position;
    let field: Field | undefined;
    if (line[start] === QUOTE) {
      const close = line.indexOf(QUOTE, start + 1);
      if (close < 0) throw rowError(row, 'an unterminated quote');
      field = [start + 1, close];
      from = close + 1;
    }
    const found = line.indexOf(delimiter, from);
    const end = found < 0 ? line.length : found;
    if (field === undefined) field = [position, end];
    else
      for (let i = from; i < end; i++)
        if (line[i] !== BLANK) throw rowError(row, 'a quote in the middle of a field');
    fields.push(field);
    if (found < 0) return fields;
    position = end + 1;
  }
}

/** Parses 2,304 numbers of a field into the images; false if the field contains anything else. */
function parsePixels(
  line: Buffer,
  { field: [start, end], images, offset }: { field: Field; images: Uint8Array; offset: number },
): boolean {
  let count = 0;
  let value = -1;
  for (let i = start; i <= end; i++) {
    const code = i < end ? line[i] : BLANK;
    if (code === BLANK) {
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

/**
 * The error for a field that {@link parsePixels} rejected: parses it again, slowly, to find out
 * what is wrong.
 */
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
    expectation: `${IMAGE_BYTES} numbers separated by blanks`,
    found: words.length,
    advice,
  });
}

/** Permutes the images so that the one at `order[i]` moves to position i, cycle by cycle. */
function permuteInPlace(images: Uint8Array, order: readonly number[]): void {
  const at = (i: number) => images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
  const isMoved = new Uint8Array(order.length);
  for (let first = 0; first < order.length; first++) {
    if (isMoved[first] || order[first] === first) continue;
    const kept = at(first).slice();
    let to = first;
    for (; order[to] !== first; to = order[to]) {
      at(to).set(at(order[to]));
      isMoved[to] = 1;
    }
    at(to).set(kept);
    isMoved[to] = 1;
  }
}
