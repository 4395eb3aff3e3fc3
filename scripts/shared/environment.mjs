import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, startChild } from './processes/children.mjs';
import { cleanEnvironment } from './processes/clean-environment.mjs';

/** The folder that holds package.json, whatever the working directory is. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The folder of the Python environment's programs (`jupyter`, `pytest`, …). */
const pythonPrograms = path.join(projectRoot, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');

/** The Python of the project's own environment, which set-up makes. */
export const python = path.join(pythonPrograms, process.platform === 'win32' ? 'python.exe' : 'python');

/**
 * glibc's allocator returns a large tensor's memory to the operating system after each op and asks
 * for it again in the next. Keeping it made training 1.3 times as fast. More than two arenas, of
 * which each keeps memory of its own, took 40 MB for no gain in speed. kernel.json has the same
 * settings for notebooks.
 */
const ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '4294967296',
  MALLOC_TRIM_THRESHOLD_: '68719476736',
  MALLOC_TOP_PAD_: '268435456',
};

/**
 * Settings that are paths. A relative one is relative to the folder that the user typed it in, but
 * npm runs scripts in the project's root.
 */
const PATHS = ['FER2013', 'DATASET', 'FERPLUS', 'PHOTOS', 'RUNS'];

/**
 * The environment of every program that the project starts: the user's own, without settings that
 * would change what the program loads. The project's kernelspec is on Jupyter's path, this Node and
 * the Python environment's programs come first on the PATH, TensorFlow logs errors only, and the
 * allocator keeps its memory. The user's own settings of the last two win. A relative path in
 * FER2013, DATASET, FERPLUS, PHOTOS or RUNS becomes absolute.
 *
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {NodeJS.ProcessEnv} a new object
 * @example startChild(nodeProgram(['a.mjs']), { env: childEnvironment() });
 */
export function childEnvironment(inherited = process.env) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    TF_CPP_MIN_LOG_LEVEL: '2',
    ...(process.platform === 'linux' ? ALLOCATOR : {}),
    ...cleanEnvironment(inherited),
  };
  const { INIT_CWD } = environment;
  if (INIT_CWD)
    for (const name of PATHS) {
      const typed = environment[name]?.trim();
      if (typed && !(name === 'FER2013' && typed === 'drawn'))
        environment[name] = path.resolve(INIT_CWD, typed);
    }
  prepend(environment, 'JUPYTER_PATH', path.join(projectRoot, 'jupyter'));
  // On Windows the variable may be spelled Path; two spellings in one environment would hide each
  // other.
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  prepend(environment, pathName, path.dirname(process.execPath));
  prepend(environment, pathName, pythonPrograms);
  return environment;
}

/**
 * Puts a folder first in a variable that lists folders.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {string} folder
 */
function prepend(environment, name, folder) {
  const others = (environment[name] ?? '').split(path.delimiter).filter((entry) => entry && entry !== folder);
  environment[name] = [folder, ...others].join(path.delimiter);
}

/**
 * Runs a program from the project's root. Ctrl-C is left to the program.
 *
 * @param {import('./processes/children.mjs').Program} program
 * @param {{ environment?: NodeJS.ProcessEnv, output?: (text: string) => void }} [options]
 *   environment: by default {@link childEnvironment}; output: gets what the program prints, which by
 *   default goes to this terminal
 * @returns {Promise<number>} its exit code, or a shell's code for the signal that ended it
 * @example process.exitCode = await run(nodeProgram(['--test']));
 */
export function run(program, { environment = childEnvironment(), output } = {}) {
  // The terminal sends Ctrl-C to the child too. This process has to outlive it to report its exit
  // code.
  const child = startChild(program, {
    cwd: projectRoot,
    env: environment,
    stdio: output ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    hasTerminal: true,
  });
  if (output)
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', output);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 1) : exitCodeOf(signal)));
  });
}
