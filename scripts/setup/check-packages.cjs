// Checks whether node_modules contains what package-lock.json pins. Prints a line for each package
// that is missing or has another version, and exits with code 1 then. Loads those with native code,
// since npm's settings may have chosen another platform.
const { existsSync, readFileSync, statfsSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const read = (/** @type {string[]} */ ...names) =>
  JSON.parse(readFileSync(path.join(root, ...names), 'utf8'));

/** With fewer free bytes, the disk counts as full. */
const LEAST_FREE = 16 * 2 ** 20;

/** @param {string} file */
function versionOf(file) {
  try {
    return read(file).version;
  } catch (error) {
    return `a damaged package.json (${firstLine(error)})`;
  }
}

const firstLine = (/** @type {unknown} */ error) => /** @type {Error} */ (error).message.split('\n')[0];

/**
 * @typedef {{ version: string, optional?: boolean, devOptional?: boolean, link?: boolean }}
 *   LockedPackage
 */
/** @type {{ packages: Record<string, LockedPackage> }} */
const { packages } = read('package-lock.json');
/** @type {string[]} */
const faults = [];
for (const [folder, { version, optional, devOptional, link }] of Object.entries(packages)) {
  if (folder === '' || link) continue;
  const file = path.join(folder, 'package.json');
  // Packages for other platforms are not installed.
  if (!existsSync(path.join(root, file))) {
    if (!optional && !devOptional) faults.push(`${folder} ${version}: missing`);
  } else {
    const found = versionOf(file);
    if (found !== version) faults.push(`${folder} ${version}: found ${found}`);
  }
}
// npm may report success although the disk was full.
const { bavail, bsize } = statfsSync(root);
if (bavail * bsize < LEAST_FREE) console.log('ENOSPC: no space left on device');
if (faults.length === 0) faults.push(...loadFaults());
console.log(faults.join('\n'));
process.exitCode = faults.length > 0 ? 1 : 0;

/** Errors from loading native code. Incomplete native code may also crash the process. */
function loadFaults() {
  // zeromq is a dependency of tslab's.
  const tslab = path.dirname(require.resolve('tslab/package.json', { paths: [root] }));
  const names = { sharp: root, '@napi-rs/canvas': root, esbuild: root, zeromq: tslab };
  return Object.entries(names).flatMap(([name, from]) => {
    try {
      require(require.resolve(name, { paths: [from] }));
      return [];
    } catch (error) {
      return [`${name}: ${firstLine(error)}`];
    }
  });
}
