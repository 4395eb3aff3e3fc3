import { existsSync, readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { expectation } from '../../src/lib/errors';
import { writeError } from '../../src/lib/files/write-error';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { integer, object, readJson, text } from '../../src/lib/json/index';

/** A CSV that grows by file, and that the next run continues; see {@link openResumableCsv}. */
export interface ResumableCsv<Row> {
  /** The rows of the files that earlier runs have finished, by file. */
  readonly finished: ReadonlyMap<string, Row[]>;
  /** Adds rows of the file that is being looked at. */
  add(rows: readonly Row[]): Promise<void>;
  /** Says that the file is finished: its rows are kept. */
  keep(): Promise<void>;
  /** Takes back the file's rows, since it could not be read to its end. */
  takeBack(): Promise<void>;
  close(): Promise<void>;
}

/** How the rows of a {@link ResumableCsv} are written and read. */
export interface RowFormat<Row> {
  /** The first line, without its line break. */
  header: string;
  /** A row without its line break. */
  lineOf(row: Row): string;
  /** The rows of the whole content. */
  parse(content: string): Row[];
}

/** Options of {@link openResumableCsv}. */
export interface ResumableCsvOptions<Row> {
  command: string;
  settings: string;
  advice?: string;
  format: RowFormat<Row>;
}

/** What is kept beside the CSV. */
const STATE = object({
  /** With what its rows were made. */
  settings: text(),
  /** How long it is with the rows of the finished files alone. */
  bytes: integer({ from: 0 }),
});

/**
 * Opens a CSV to add rows to. `<csv>.state.json` beside it says how far the rows of finished files go:
 * what a killed run has written of another file is cut off and done again.
 *
 * @param options
 * @param options.command which writes it, for errors: `npm run detect`
 * @param options.settings what the rows depend on, to compare with an earlier run
 * @param options.advice what to do about a file that is another's or was made with other settings
 * @throws ExpectationError when the file is another's, or was made with other settings
 */
export async function openResumableCsv<Row extends { readonly file: string }>(
  file: string,
  { command, settings, advice = 'Give another name, or delete it.', format }: ResumableCsvOptions<Row>,
): Promise<ResumableCsv<Row>> {
  const stateFile = `${file}.state.json`;
  const header = `${format.header}\n`;
  const finished = new Map<string, Row[]>();
  let kept = Buffer.byteLength(header);
  if (existsSync(file)) {
    kept = await readState(file, { stateFile, command, settings, advice });
    const content = readFileSync(file).subarray(0, kept).toString();
    for (const row of format.parse(content)) {
      const rows = finished.get(row.file);
      if (rows) rows.push(row);
      else finished.set(row.file, [row]);
    }
  } else {
    await writeFileAtomic(stateFile, JSON.stringify({ settings, bytes: kept }));
    await writeFileAtomic(file, header);
  }
  const handle = await openAt(file, kept);
  let length = kept;
  return {
    finished,
    async add(rows) {
      const lines = Buffer.from(rows.map((row) => `${format.lineOf(row)}\n`).join(''));
      try {
        await handle.write(lines, 0, lines.length, length);
      } catch (error) {
        throw writeError(file, { error });
      }
      length += lines.length;
    },
    async keep() {
      await handle.sync();
      await writeFileAtomic(stateFile, JSON.stringify({ settings, bytes: length }));
      kept = length;
    },
    async takeBack() {
      await handle.truncate(kept);
      length = kept;
    },
    close: () => handle.close(),
  };
}

async function readState(
  file: string,
  { stateFile, command, settings, advice }: Record<'stateFile' | 'command' | 'settings' | 'advice', string>,
): Promise<number> {
  const state = await readJson(stateFile, STATE, {
    what: `the state of ${file}, which is there already`,
    missing: `\`${command}\` did not write ${file}, so that it cannot add to it. ${advice}`,
    advice: `Delete it together with ${file}.`,
  });
  if (state.settings !== settings)
    throw expectation(file, {
      expectation: `a CSV made with ${settings}`,
      found: state.settings,
      advice: `Its rows would not compare. ${advice}`,
    });
  const { length } = readFileSync(file);
  if (length < state.bytes)
    throw expectation(file, {
      expectation: `at least ${state.bytes} bytes long, as the last run left it`,
      found: `${length} bytes`,
      advice,
    });
  return state.bytes;
}

async function openAt(file: string, length: number): Promise<FileHandle> {
  try {
    const handle = await open(file, 'r+');
    await handle.truncate(length);
    return handle;
  } catch (error) {
    throw writeError(file, { error });
  }
}
