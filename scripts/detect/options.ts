import { isBundledModel, PHOTOGRAPH_MODEL } from '../../src/lib/model/index';
import { ScriptError } from '../shared/script-error.mjs';
import { readNumber } from '../shared/read-number';
import { parseArguments } from '../shared/read-options.mjs';
import { fromUser } from '../shared/user-path.mjs';

/** The options of `npm run detect`; paths are absolute. */
export interface Options {
  inputs: string[];
  csv?: string;
  /** `-` is the standard output. */
  json?: string;
  annotate?: string;
  report?: string;
  /** Seconds. */
  every: number;
  smoothing: number;
  minConfidence: number;
  tiles: number;
  /** A bundled model's name, or a folder. */
  model: string;
}

/** @throws an error that names an unknown option, one out of range, or that there is nothing to do */
export function parseOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const options = {
    ...{ csv: text, json: text, annotate: text, report: text, model: text },
    ...{ every: text, smooth: text, 'min-confidence': text, tiles: text },
  };
  const { values, positionals } = parseArguments({ args, options, allowPositionals: true }, 'npm run detect');
  if (positionals.length === 0)
    throw new ScriptError('Expected photographs, videos or folders of them but found no argument.');
  const path = (typed: string | undefined) => (typed === undefined ? undefined : fromUser(typed));
  return {
    inputs: positionals.map(fromUser),
    csv: path(values.csv),
    json: values.json === '-' ? '-' : path(values.json),
    annotate: path(values.annotate),
    report: path(values.report),
    every: readNumber(values.every, { name: '--every', from: 0.001, to: 86_400 }) ?? 0.2,
    smoothing: readNumber(values.smooth, { name: '--smooth', from: 0, to: 3600 }) ?? 1,
    minConfidence: readNumber(values['min-confidence'], { name: '--min-confidence', from: 0, to: 1 }) ?? 0,
    tiles: readNumber(values.tiles, { name: '--tiles', from: 1, to: 10, whole: true }) ?? 1,
    model: modelOf(values.model ?? PHOTOGRAPH_MODEL),
  };
}

const modelOf = (typed: string) => (isBundledModel(typed) ? typed : fromUser(typed));
