// `npm run export`: a saved model in other formats, each file checked in that format's own runtime.
import { makeFolder } from '../../src/lib/files/make-folder';
import { folderOfModel, loadModel } from '../../src/lib/model/index';
import { setup } from '../setup/setup.mjs';
import { createContenderGroup, endCleanly } from '../shared/contender-group';
import { EXPORTS } from '../shared/docs/exports';
import { updateDocs } from '../shared/docs/update-docs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { createReporter } from '../shared/reporter.mjs';
import { runScript } from '../shared/run-script.mjs';
import { toUser } from '../shared/user-path.mjs';
import { exportModel } from './export-model';
import { FORMATS } from './formats';
import { parseOptions } from './options';
import { exportedFigures } from './exported-figures';

const options = readOptions(parseOptions, usageOf('export'));

void runScript(async () => {
  const { formats, output } = options;
  const folder = folderOfModel(options.model);
  // What is wrong with these is said before anything is downloaded.
  const saved = { ...(await loadModel(folder)), folder };
  await makeFolder(output);
  const steps = new Set(formats.flatMap((name) => FORMATS[name].steps));
  await setup({ quiet: true, steps: [...steps] });

  const group = createContenderGroup();
  endCleanly(() => group.stopAll());
  try {
    const { line, step } = createReporter();
    line(`${toUser(folder)}: ${saved.metadata.labels.join(', ')}`);
    const files = await exportModel(saved, { formats, output, group, step });
    if (!options.write) return 0;
    await EXPORTS.write(exportedFigures(files, { model: toUser(folder) }));
    line(`Wrote ${[EXPORTS.file, ...(await updateDocs())].join(', ')}.`);
    return 0;
  } finally {
    await group.stopAll();
  }
});
