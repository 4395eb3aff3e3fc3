// `npm run requirements` pins every Python package with its hashes: requirements.txt from requirements.in, for the project
// and for the benchmark. What is pinned already stays as it is; with --upgrade it becomes the newest that fits.
import path from 'node:path';
import { childEnvironment, projectRoot, python, run } from '../shared/environment.mjs';

/** The resolver, and where it is installed for this command alone. */
const UV = 'uv==0.13.9';
const FOLDER = path.join(projectRoot, '.cache', 'uv');

/** Where there are requirements, and the oldest Python that they are for: of newer ones, whatever is the same is pinned once. */
const PLACES = [
  { folder: '.', oldestPython: '3.10' },
  // Keras takes no older one.
  { folder: 'scripts/bench', oldestPython: '3.11' },
];

const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--upgrade'];
await finish(run(python, [...pip, '--target', FOLDER, UV]));
for (const { folder, oldestPython } of PLACES) {
  const [from, to] = ['in', 'txt'].map((kind) => path.posix.join(folder, `requirements.${kind}`));
  const options = [
    // One file for every system and Python.
    ...['--universal', '--python-version', oldestPython, '--generate-hashes', '--quiet'],
    ...['--no-config', '--default-index', 'https://pypi.org/simple'],
    ...['--custom-compile-command', 'npm run requirements', ...process.argv.slice(2)],
  ];
  const environment = { ...childEnvironment(), PYTHONPATH: FOLDER };
  await finish(
    run(python, ['-m', 'uv', 'pip', 'compile', from, '--output-file', to, ...options], { environment }),
  );
  console.log(`${to} is what ${from} asks for.`);
}

async function finish(running) {
  const code = await running;
  if (code !== 0) process.exit(code);
}
