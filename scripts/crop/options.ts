import { expectation } from '../../src/lib/errors';
import { FACE_CHOICES, type FaceChoice } from '../../src/lib/analysis/index';
import { IS_BEYOND, type QualityFlag } from '../../src/lib/faces/index';
import { readNumber } from '../shared/read-number';
import { parseArguments } from '../shared/read-options.mjs';
import { ScriptError } from '../shared/script-error.mjs';
import { fromUser } from '../shared/user-path.mjs';

/** The options of `npm run crop`; paths are absolute. */
export interface Options {
  folder: string;
  output: string;
  faces: FaceChoice;
  minScore: number;
  tiles: number;
  skip: QualityFlag[];
}

/** @throws an error that names an unknown option, one that is not valid, or the missing folder */
export function parseOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const options = { output: text, faces: text, 'min-score': text, tiles: text, skip: text };
  const { values, positionals } = parseArguments({ args, options, allowPositionals: true }, 'npm run crop');
  if (positionals.length !== 1)
    throw new ScriptError(
      `Expected one folder of class folders but found ${positionals.length === 0 ? 'no argument' : `${positionals.length} arguments`}.`,
    );
  const folder = fromUser(positionals[0]);
  return {
    folder,
    output: values.output === undefined ? `${folder}-faces` : fromUser(values.output),
    faces: facesOf(values.faces ?? 'largest'),
    minScore: readNumber(values['min-score'], { name: '--min-score', from: 0.01, to: 0.99 }) ?? 0.5,
    tiles: readNumber(values.tiles, { name: '--tiles', from: 1, to: 10, whole: true }) ?? 1,
    skip: skipOf(values.skip),
  };
}

function facesOf(typed: string): FaceChoice {
  const choice = FACE_CHOICES.find((name) => name === typed);
  if (choice) return choice;
  throw expectation('--faces', { expectation: `one of ${FACE_CHOICES.join(', ')}`, found: typed });
}

/** In the order of the flags, so that the same ones are the same setting. */
function skipOf(typed: string | undefined): QualityFlag[] {
  const flags = Object.keys(IS_BEYOND) as QualityFlag[];
  const names = typed === undefined ? [] : typed.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !flags.some((flag) => flag === name));
  if (unknown !== undefined)
    throw expectation('--skip', { expectation: `some of ${flags.join(',')}`, found: unknown || 'nothing' });
  return flags.filter((flag) => names.includes(flag));
}
