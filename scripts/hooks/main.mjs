// `npm run hook`: makes git reject commits of notebooks with outputs, and store those that are added
// without outputs, in this clone. `npm run hook -- --remove` undoes both.
import { projectRoot } from '../shared/environment.mjs';
import { setHooks } from '../shared/hooks-path.mjs';
import { setFilter } from '../shared/notebook-filter.mjs';
import { parseArguments, readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const USAGE = `npm run hook -- [--remove]

Makes git reject commits of notebooks with outputs, in this clone, beside the filter of \`npm run setup\`, which stores
notebooks without them. --remove undoes both.`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = {
  remove: { type: 'boolean', default: false },
};
const { remove } = readOptions((args) => parseArguments({ args, options }, 'npm run hook').values, USAGE);

await runScript(async () => {
  const options = { cwd: projectRoot, on: !remove };
  const results = [setFilter(options), setHooks(options)];
  const sentences = new Set(results.map(({ sentence }) => sentence));
  const done = results.every((result) => result.done);
  for (const sentence of sentences) (done ? console.log : console.error)(sentence);
  return done ? 0 : 1;
});
