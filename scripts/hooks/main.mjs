// `npm run hook`: lets git refuse commits of notebooks with outputs, in this clone; `npm run hook -- --remove` ends that.
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { setHooks } from './hooks-path.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const USAGE = `npm run hook -- [--remove]

lets git refuse commits of notebooks with outputs, in this clone; --remove ends that`;

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
