// `npm run docs`: renders the figures of README.md and docs/.
import { updateDocs } from '../shared/docs/update-docs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const { check } = readOptions((args) => {
  const options = { check: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options }, 'npm run docs').values;
}, usageOf('docs'));

void runScript(async () => {
  const changed = await updateDocs({ check });
  if (changed.length === 0) {
    console.log('Every figure is up to date.');
    return 0;
  }
  if (!check) {
    console.log(`Wrote ${changed.join(', ')}.`);
    return 0;
  }
  console.error(
    `Expected the figures of ${changed.join(', ')} to be those of the card and docs/data but found others. Run \`npm run docs\`.`,
  );
  return 1;
});
