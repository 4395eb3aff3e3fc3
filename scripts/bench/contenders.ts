import path from 'node:path';
import { contenderEnvironment } from '../shared/contender-environment';
import { projectRoot } from '../shared/environment.mjs';
import type { ContenderProgram } from '../shared/json-lines-process';
import { kerasPython } from '../shared/keras-environment.mjs';
import { nodeProgram, pythonProgram } from '../shared/processes/children.mjs';
import { TRAINING_OPTIONS } from '../shared/processes/training-options.mjs';
import { type OptionalContender, OPTIONAL_CONTENDERS } from './optional-contenders';

/** Who takes part in the benchmark. */
interface BenchContender extends Pick<ContenderProgram, 'command' | 'args'> {
  /** Its name in a table. */
  title: string;
  /** Whether it runs with the C library's default allocator settings instead of the project's. */
  stockAllocator?: boolean;
  /** Whether it trains with Node's options of `npm run train`. */
  trainingOptions?: boolean;
  /** Variables that it gets. */
  settings?: Readonly<Record<string, string>>;
}

const here = path.join('scripts', 'bench');
const node = (mode: string) =>
  nodeProgram(['--import', 'tsx', path.join(here, 'node-contender', 'contender.ts'), mode]);
const keras = (policy: string) => ({
  ...pythonProgram(kerasPython, [path.join(here, 'keras-contender', 'contender.py'), policy]),
  stockAllocator: true,
});
const optional = ({ title, environment, program, settings }: OptionalContender): BenchContender => ({
  ...{ title, ...pythonProgram(environment.python, [program]) },
  ...{ settings, stockAllocator: true },
});

/** Who takes part, by the name in a row's id. */
export const CONTENDERS: Readonly<Record<string, BenchContender>> = {
  auto: { title: 'this project, auto', ...node('auto'), trainingOptions: true },
  float32: { title: 'this project, float32', ...node('float32'), trainingOptions: true },
  stock: { title: 'stock tfjs-node, our allocator settings', ...node('stock'), trainingOptions: true },
  'plain-stock': { title: 'stock tfjs-node', ...node('stock'), stockAllocator: true },
  'keras-float32': { title: 'Keras float32', ...keras('float32') },
  'keras-bfloat16': { title: 'Keras mixed_bfloat16', ...keras('mixed_bfloat16') },
  ...Object.fromEntries(Object.entries(OPTIONAL_CONTENDERS).map(([name, found]) => [name, optional(found)])),
};

/**
 * The program of a contender. Keras, the optional ones and `plain-stock` run with the C library's default
 * allocator settings; with `sameAllocator` Keras gets those of the project's programs.
 *
 * @param name
 * @param options
 * @param options.isTraining whether those of this project run as `npm run train` does, or as any program
 *   that uses the library
 * @example startContender(programOf('keras-float32'));
 */
export function programOf(name: string, { sameAllocator = false, isTraining = true } = {}): ContenderProgram {
  const { command, args, stockAllocator = false, trainingOptions = false, settings } = CONTENDERS[name];
  const environment = {
    ...contenderEnvironment({
      stockAllocator: stockAllocator && !(sameAllocator && name.startsWith('keras')),
    }),
    ...settings,
  };
  const options = trainingOptions && isTraining ? TRAINING_OPTIONS : [];
  return { name, command, args: [...options, ...args], environment, folder: projectRoot };
}
