// Looks whether node_modules holds what package-lock.json pins: prints a line for each package that is not there or has another
// version, and ends with 1 then. Loads those with native code, whose platform npm chooses by settings.
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const read = (...names) => JSON.parse(readFileSync(path.join(root, ...names), 'utf8'));

const { packages } = read('package-lock.json');
const faults = [];
for (const [folder, { version, optional, devOptional, link }] of Object.entries(packages)) {
  if (folder === '' || link) continue;
  const file = path.join(folder, 'package.json');
  // Those of other platforms are not there.
  if (!existsSync(path.join(root, file))) {
    if (!optional && !devOptional) faults.push(`${folder} ${version}: not there`);
  } else if (read(file).version !== version) faults.push(`${folder} ${version}: found ${read(file).version}`);
}
for (const name of ['sharp', '@napi-rs/canvas', 'esbuild', 'tslab'])
  try {
    require(
      require.resolve(name === 'tslab' ? 'zeromq' : name, {
        paths: [name === 'tslab' ? path.dirname(require.resolve('tslab/package.json')) : root],
      }),
    );
  } catch (error) {
    faults.push(`${name}: ${error.message.split('\n')[0]}`);
  }
console.log(faults.join('\n'));
process.exitCode = faults.length > 0 ? 1 : 0;
