import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, python } from '../shared/environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { runPip } from './python-packages.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const unpacker = fileURLToPath(new URL('unpack-wheel.py', import.meta.url));

/** @typedef {import('./wheel.mjs').Wheel} Wheel */

/** @param {Wheel} wheel */
const cacheOf = ({ cache }) => path.join(projectRoot, '.cache', cache);

/**
 * Where a wheel's `lib/` and `include/` are kept: outside node_modules, so that `npm ci` does not
 * delete them.
 *
 * @param {Wheel} wheel
 */
export function librariesFolder(wheel) {
  return path.join(cacheOf(wheel), wheel.name);
}

/**
 * Whether a wheel's libraries are there, complete.
 *
 * @param {Wheel} wheel
 */
export function hasLibraries(wheel) {
  const folder = librariesFolder(wheel);
  /** @type {{ sha256?: string, sizes?: Record<string, number> } | undefined} */
  const stamp = readStamp(path.join(folder, 'setup.json'));
  return (
    stamp?.sha256 === wheel.sha256 &&
    wheel.libraries.every(
      (name) =>
        statSync(path.join(folder, 'lib', name), { throwIfNoEntry: false })?.size === stamp.sizes?.[name],
    )
  );
}

/**
 * Downloads a wheel with pip, which checks its hash, and unpacks its libraries and headers.
 *
 * @param {Wheel} wheel
 * @param {import('./setup.mjs').Note} note
 */
export async function fetchLibraries(wheel, note) {
  const download = path.join(cacheOf(wheel), 'download');
  const partial = `${librariesFolder(wheel)}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const file = await fetchWheel(wheel, download, note);

  note('unpacking');
  mkdirSync(partial, { recursive: true });
  const unpacked = await runCommand(python, [unpacker, file, partial, wheel.from, ...wheel.libraries]);
  if (unpacked.code !== 0) throw explainFailure(`unpacking ${wheel.package}`, unpacked);
  const sizes = wheel.libraries.map((name) => [name, statSync(path.join(partial, 'lib', name)).size]);
  writeStamp(path.join(partial, 'setup.json'), { sha256: wheel.sha256, sizes: Object.fromEntries(sizes) });
  rmSync(librariesFolder(wheel), { recursive: true, force: true });
  renameSync(partial, librariesFolder(wheel));
  rmSync(download, { recursive: true, force: true });
}

/**
 * @param {Wheel} wheel
 * @param {string} download the folder to download to
 * @param {import('./setup.mjs').Note} note
 */
async function fetchWheel(wheel, download, note) {
  // pip downloads into its temporary folder first. Keep it on the project's disk, where its size
  // shows the progress.
  const temporary = path.join(download, 'tmp');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const pinned = path.join(download, 'wheel.txt');
  writeFileSync(pinned, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);

  const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6);
  const watch = setInterval(
    () => note(`downloading ${megabytes(folderSize(temporary))} of ${megabytes(wheel.bytes)} MB`),
    500,
  );
  const target = [
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--platform',
    wheel.tag,
  ];
  const result = await runPip(
    [
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      ...target,
      '--require-hashes',
      '-r',
      pinned,
      '-d',
      download,
    ],
    { environment: { TMPDIR: temporary } },
  ).finally(() => clearInterval(watch));
  if (result.code !== 0) throw explainFailure(`downloading ${wheel.package} ${wheel.version}`, result);
  const name = readdirSync(download).find((entry) => entry.endsWith('.whl'));
  if (name === undefined) throw explainFailure('pip to download a wheel', result);
  return path.join(download, name);
}

/** @param {string} folder */
function folderSize(folder) {
  if (!existsSync(folder)) return 0;
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    size += statSync(path.join(folder, entry), { throwIfNoEntry: false })?.size ?? 0;
  return size;
}
