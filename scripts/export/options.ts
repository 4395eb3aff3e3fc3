import path from 'node:path';
import { isBundledModel, PHOTOGRAPH_MODEL } from '../../src/lib/model/index';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments } from '../shared/read-options.mjs';
import { ScriptError } from '../shared/script-error.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { FORMAT_NAMES, type FormatName } from './formats';

/** The options of `npm run export`; paths are absolute. */
export interface Options {
  formats: FormatName[];
  /** A bundled model's name, or a folder. */
  model: string;
  output: string;
  write: boolean;
}

/** @throws an error that names an unknown option, or that no format is asked for */
export function parseOptions(args: string[]): Options {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const options = { onnx: flag, keras: flag, tflite: flag, model: text, output: text, write: flag };
  const { values } = parseArguments({ args, options }, 'npm run export');
  const formats = FORMAT_NAMES.filter((name) => values[name]);
  if (formats.length === 0)
    throw new ScriptError('Expected at least one of --onnx, --keras and --tflite but found none of them.');
  const typed = values.model ?? PHOTOGRAPH_MODEL;
  if (values.write && !(isBundledModel(typed) && formats.length === FORMAT_NAMES.length))
    throw new ScriptError(
      'Expected --write to be used with a bundled model and all formats, as the documents have them, but found others.',
    );
  const model = isBundledModel(typed) ? typed : fromUser(typed);
  const output = values.output ?? path.join(projectRoot, 'out', 'export', nameOf(model));
  return { formats, model, output: fromUser(output), write: values.write };
}

/** A bundled model's name, that of a run, or that of the folder. */
function nameOf(model: string): string {
  const { base, dir } = path.parse(model);
  return base === 'model' ? path.basename(dir) : base;
}
