import { readNumber } from '../shared/read-number';
import { parseArguments } from '../shared/read-options.mjs';

/** The options of `npm run robustness`. */
export interface Options {
  faces: number;
  seed: number;
  write: boolean;
}

/** @throws an error that names an unknown option, or one out of range */
export function parseOptions(args: string[]): Options {
  const options = {
    faces: { type: 'string' },
    seed: { type: 'string' },
    write: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArguments({ args, options }, 'npm run robustness');
  const whole = { whole: true, from: 0, to: 2 ** 31 - 1 };
  return {
    faces: readNumber(values.faces, { ...whole, name: '--faces', from: 10, to: 3589 }) ?? 500,
    seed: readNumber(values.seed, { ...whole, name: '--seed' }) ?? 1,
    write: values.write,
  };
}
