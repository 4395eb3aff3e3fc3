import { readFileBytes, readFileBytesSync, type ReadFileOptions } from '../files/read-file';
import { parseJson, type ParseOptions } from './parse-json';
import type { Schema } from './schema';

/** What the errors of {@link readJson} say, and how much is read. */
export type ReadJsonOptions = Omit<ParseOptions, 'file'> &
  Partial<Pick<ReadFileOptions, 'largest' | 'missing'>>;

/** None of the project's JSON files comes near it, and no text of this length takes long or fills the memory. */
const LARGEST = 4 * 2 ** 20;

/**
 * Reads a file of JSON (UTF-8) that fits a schema.
 *
 * @param options
 * @param options.largest in bytes, 4 MiB by default
 * @throws ExpectationError that names the file, the place in it, what was expected and what was found
 * @example
 * const HISTORY = list(object({ epoch: integer({ from: 1 }), valLoss: number() }));
 * const history = await readJson('history.json', HISTORY, { what: "a run's history", advice: 'Train again.' });
 */
export async function readJson<Value>(
  file: string,
  schema: Schema<Value>,
  { largest = LARGEST, ...options }: ReadJsonOptions,
): Promise<Value> {
  return parseJson(await readFileBytes(file, { ...options, largest }), schema, { ...options, file });
}

/** {@link readJson}, for what can't wait. */
export function readJsonSync<Value>(
  file: string,
  schema: Schema<Value>,
  { largest = LARGEST, ...options }: ReadJsonOptions,
): Value {
  return parseJson(readFileBytesSync(file, { ...options, largest }), schema, { ...options, file });
}
