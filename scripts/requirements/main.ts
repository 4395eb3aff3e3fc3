// `npm run requirements` pins every Python package with its hashes: requirements.txt from
// requirements.in, for the project, the benchmark, the comparison and the export. What is pinned
// already stays as it is; with --upgrade it becomes the newest that fits.
import path from 'node:path';
import { childEnvironment, projectRoot, python, run } from '../shared/environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

/** The resolver, and where it is installed for this command alone. */
const UV = 'uv==0.13.9';
const FOLDER = path.join(projectRoot, '.cache', 'uv');

/**
 * Where there are requirements, and the oldest Python that they are for: one pin serves all newer
 * ones where it can.
 */
const PLACES = [
  { folder: '.', oldestPython: '3.10' },
  // Keras supports no older one.
  { folder: 'scripts/bench', oldestPython: '3.11' },
  { folder: 'scripts/bench/pytorch-contender', oldestPython: '3.11' },
  { folder: 'scripts/bench/onnxruntime-contender', oldestPython: '3.11' },
  { folder: 'scripts/bench/openvino-contender', oldestPython: '3.11' },
  { folder: 'scripts/export', oldestPython: '3.11' },
  // Installed beside the benchmark's, which have what these ask for.
  { folder: 'scripts/compare', oldestPython: '3.11', options: ['--no-deps'] },
];

const uvOptions = readOptions((args) => args, usageOf('requirements'));

void runScript(async () => {
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--upgrade'];
  const installed = await run(pythonProgram(python, [...pip, '--target', FOLDER, UV]));
  if (installed !== 0) return installed;
  const environment = { ...childEnvironment(), PYTHONPATH: FOLDER };
  for (const { folder, oldestPython, options: own = [] } of PLACES) {
    const from = path.posix.join(folder, 'requirements.in');
    const to = path.posix.join(folder, 'requirements.txt');
    const options = [
      // One file for every system and Python.
      ...['--universal', '--python-version', oldestPython, '--generate-hashes', '--quiet'],
      ...['--no-config', '--default-index', 'https://pypi.org/simple'],
      ...['--custom-compile-command', 'npm run requirements', ...own, ...uvOptions],
    ];
    const compile = pythonProgram(python, [
      '-m',
      'uv',
      'pip',
      'compile',
      from,
      '--output-file',
      to,
      ...options,
    ]);
    const code = await run(compile, { environment });
    if (code !== 0) return code;
    console.log(`${to} is what ${from} asks for.`);
  }
  return 0;
});
