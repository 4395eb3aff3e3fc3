// Looks whether node_modules holds what package-lock.json pins: prints a line for each package that is not there or has another
// version, and ends with 1 then. Loads those with native code, whose platform npm chooses by settings.
const { existsSync, readFileSync, statfsSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const read = (...names) => JSON.parse(readFileSync(path.join(root, ...names), 'utf8'));

/** Bytes that are free on a disk that is not full. */
const LEAST = 16 * 2 ** 20;

function versionOf(file) {
  try {
    return read(file).version;
  } catch (error) {
    return `a damaged package.json (${error.message.split('\n')[0]})`;
  }
}

const { packages } = read('package-lock.json');
const faults = [];
for (const [folder, { version, optional, devOptional, link }] of Object.entries(packages)) {
  if (folder === '' || link) continue;
  const file = path.join(folder, 'package.json');
  // Those of other platforms are not there.
  if (!existsSync(path.join(root, file))) {
    if (!optional && !devOptional) faults.push(`${folder} ${version}: not there`);
  } else {
    const found = versionOf(file);
    if (found !== version) faults.push(`${folder} ${version}: found ${found}`);
  }
}
// npm may say that all went well where it could write no more.
const { bavail, bsize } = statfsSync(root);
if (bavail * bsize < LEAST) console.log('ENOSPC: no space left on device');
if (faults.length === 0) faults.push(...loadFaults());
console.log(faults.join('\n'));
process.exitCode = faults.length > 0 ? 1 : 0;

/** Native code that is not whole may also end the process. */
function loadFaults() {
  // zeromq is tslab's, found from there.
  const tslab = path.dirname(require.resolve('tslab/package.json', { paths: [root] }));
  const names = { sharp: root, '@napi-rs/canvas': root, esbuild: root, zeromq: tslab };
  return Object.entries(names).flatMap(([name, from]) => {
    try {
      require(require.resolve(name, { paths: [from] }));
      return [];
    } catch (error) {
      return [`${name}: ${error.message.split('\n')[0]}`];
    }
  });
}
