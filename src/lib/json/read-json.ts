import { readFileBytes, readFileBytesSync, type ReadFileOptions } from '../files/read-file';
import { parseJson, type ParseOptions } from './parse-json';
import type { Schema } from './schema';

/** What the errors of {@link readJson} say, and the maximum size. */
export type ReadJsonOptions = Omit<ParseOptions, 'file'> &
  Partial<Pick<ReadFileOptions, 'largest' | 'missing'>>;

/** Far more than the project's JSON files need, and little enough to parse quickly. */
const LARGEST = 4 * 2 ** 20;

/**
 * Reads a JSON file (UTF-8) and checks it against a schema.
 *
 * @param file
 * @param schema
 * @param options
 * @param options.largest maximum size in bytes, by default 4 MiB
 * @throws ExpectationError that names the file, the position in it, the expectation and what was
 *   found
 * @example
 * const HISTORY = list(object({ epoch: integer({ from: 1 }), valLoss: number() }));
 * const history = await readJson('history.json', HISTORY, {
 *   what: "a run's history",
 *   advice: 'Train again.',
 * });
 */
export async function readJson<Value>(
  file: string,
  schema: Schema<Value>,
  { largest = LARGEST, ...options }: ReadJsonOptions,
): Promise<Value> {
  return parseJson(await readFileBytes(file, { ...options, largest }), schema, { ...options, file });
}

/** Synchronous version of {@link readJson}. */
export function readJsonSync<Value>(
  file: string,
  schema: Schema<Value>,
  { largest = LARGEST, ...options }: ReadJsonOptions,
): Value {
  return parseJson(readFileBytesSync(file, { ...options, largest }), schema, { ...options, file });
}
