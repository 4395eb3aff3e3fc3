// `npm run webcam`: builds the camera page and serves it to this machine's browser.
import { once } from 'node:events';
import { exitCodeOf } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { createReporter } from '../shared/reporter.mjs';
import { runScript } from '../shared/run-script.mjs';
import { buildPage } from '../shared/web/build-page';
import { formatMegabytes } from '../../src/lib/format';
import { hasScreen, openWindow } from '../../src/lib/open-window';
import { parseOptions } from './options';
import { servePage } from './serve-page';

const { port, model, browser } = readOptions(parseOptions, usageOf('webcam'));

void runScript(async () => {
  const { step } = createReporter();
  let html = '';
  await step('Camera page', async () => {
    html = await buildPage({ model });
    return formatMegabytes(Buffer.byteLength(html));
  });
  const server = await servePage(html, { port });
  console.log(`${server.address}\nOnly this machine can open it. End with Ctrl-C.`);
  if (browser && hasScreen()) openWindow(server.address);
  const signal = await Promise.race(
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(async (name) => {
      await once(process, name);
      return name;
    }),
  );
  await server.close();
  return signal === 'SIGINT' ? 0 : exitCodeOf(signal);
});
