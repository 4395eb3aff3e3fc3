import path from 'node:path';
import { readJson, writeJson, type Schema } from '../../../src/lib/json/index';
import { projectRoot } from '../environment.mjs';

/** A file of figures in docs/data/, from which pages are rendered. */
export interface DocData<Value> {
  /** Its path from the project's root. */
  readonly file: string;
  /** @throws ExpectationError that names the file and the place in it */
  read(): Promise<Value>;
  /** Replaces it. */
  write(value: Value): Promise<void>;
}

/**
 * A file of figures in docs/data/.
 *
 * @param name without its ending
 * @param options.command the command that writes it, where the figures can be measured again
 * @example const ZOO = docData('zoo', object({ rows: list(ROW) }), { command: 'npm run bench -- --rows zoo --write' });
 */
export function docData<Value>(
  name: string,
  schema: Schema<Value>,
  { command }: { command?: string } = {},
): DocData<Value> {
  const file = path.join('docs', 'data', `${name}.json`);
  const advice = `Restore it: git checkout ${file}${command ? `, or write it: ${command}` : ''}.`;
  return {
    file,
    read: () => readJson(path.join(projectRoot, file), schema, { what: 'figures', advice, missing: advice }),
    write: (value) => writeJson(path.join(projectRoot, file), value),
  };
}
