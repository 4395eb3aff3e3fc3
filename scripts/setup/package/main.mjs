#!/usr/bin/env node
// `npx emotion-notebooks setup` and `npx emotion-notebooks kernel`, in a project that has installed
// this one as an npm package.
import { readFileSync } from 'node:fs';
import { parseArguments, readOptions } from '../../shared/read-options.mjs';
import { runScript } from '../../shared/run-script.mjs';
import { ScriptError } from '../../shared/script-error.mjs';
import { faceDetector } from '../face-detector.mjs';
import { kernelspecIn } from '../kernelspec.mjs';
import { openvino } from '../openvino.mjs';
import { setup } from '../setup.mjs';
import { tensorflow } from '../tensorflow-binding.mjs';
import { jupyterEnvironment } from './jupyter-environment.mjs';
import { peerPackages } from './peer-packages.mjs';
import { pip } from './pip.mjs';
import { userProject } from './user-project.mjs';

/**
 * The steps of each command.
 *
 * @type {Record<string, (options: { environment?: string }) => import('../setup.mjs').Step[]>}
 */
const COMMANDS = {
  setup: () => [peerPackages(['@tensorflow/tfjs-node']), pip, tensorflow, openvino, faceDetector],
  kernel: ({ environment }) => [
    peerPackages(['tslab']),
    kernelspecIn(jupyterEnvironment(environment), { project: userProject() }),
  ],
};

const usage = readFileSync(new URL('usage.txt', import.meta.url), 'utf8').trimEnd();

const { command, environment } = readOptions((args) => {
  const options = /** @type {const} */ ({ environment: { type: 'string' } });
  const { positionals, values } = parseArguments(
    { args, options, allowPositionals: true },
    'npx emotion-notebooks',
  );
  const [command = 'nothing', ...more] = positionals;
  if (!Object.hasOwn(COMMANDS, command) || more.length > 0)
    throw new ScriptError(
      `Expected the command to be ${Object.keys(COMMANDS).join(' or ')} but found ${positionals.join(' ') || command}.`,
    );
  return { command, environment: values.environment };
}, usage);

await runScript(() => setup({ steps: COMMANDS[command]({ environment }) }));
