// `npm run docs`: renders the figures of README.md and docs/.
import { updateDocs } from '../shared/docs/update-docs';
import { parseArguments } from '../shared/parse-arguments';
import { runMain } from '../shared/run-main';

const USAGE = `npm run docs -- [--check]

Renders the marked parts of README.md and docs/ from models/emotion/card.json and docs/data.

  --check  changes nothing, and ends with 1 where a page is not what it would be`;

runMain(async (args) => {
  const { values } = parseArguments(
    { args, options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } },
    'npm run docs',
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const changed = await updateDocs({ check: values.check });
  if (changed.length === 0) {
    console.log('Every figure is up to date.');
    return 0;
  }
  if (!values.check) {
    console.log(`Wrote ${changed.join(', ')}.`);
    return 0;
  }
  console.error(
    `Expected the figures of ${changed.join(', ')} to be those of the card and docs/data but found others. Run \`npm run docs\`.`,
  );
  return 1;
});
