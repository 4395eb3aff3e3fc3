// `npm run hook`: makes git reject commits of notebooks with outputs, in this clone.
// `npm run hook -- --remove` undoes this.
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { setHooks } from './hooks-path.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const USAGE = `npm run hook -- [--remove]

Makes git reject commits of notebooks with outputs, in this clone. --remove undoes this.`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = {
  remove: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};
const { remove } = readOptions((args) => parseArgs({ args, options }).values, USAGE);

await runScript(async () => {
  const { done, sentence } = setHooks({ cwd: projectRoot, on: !remove });
  if (done) console.log(sentence);
  else console.error(sentence);
  return done ? 0 : 1;
});
