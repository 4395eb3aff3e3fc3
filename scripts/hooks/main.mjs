// `npm run hook`: makes git reject commits of notebooks with outputs, in this clone.
// `npm run hook -- --remove` undoes this.
import { projectRoot } from '../shared/environment.mjs';
import { setHooks } from '../shared/hooks-path.mjs';
import { parseArguments, readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const USAGE = `npm run hook -- [--remove]

Makes git reject commits of notebooks with outputs, in this clone. --remove undoes this.`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = {
  remove: { type: 'boolean', default: false },
};
const { remove } = readOptions((args) => parseArguments({ args, options }, 'npm run hook').values, USAGE);

await runScript(async () => {
  const { done, sentence } = setHooks({ cwd: projectRoot, on: !remove });
  if (done) console.log(sentence);
  else console.error(sentence);
  return done ? 0 : 1;
});
