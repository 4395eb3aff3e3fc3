import path from 'node:path';
import { contenderEnvironment } from '../shared/contender-environment';
import { projectRoot } from '../shared/environment.mjs';
import type { ContenderProgram } from '../shared/json-lines-process';
import { kerasPython } from '../shared/keras-environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { runtimePython } from './runtime-environment.mjs';

const program = (name: string, python: string, file: string): ContenderProgram => ({
  name,
  ...pythonProgram(python, [path.join(projectRoot, 'scripts', 'export', 'programs', file)]),
  environment: contenderEnvironment(),
  folder: projectRoot,
});

/** Makes Keras models and TFLite files, and runs the former. */
export const KERAS = program('Keras', kerasPython, 'keras_program.py');

/** Runs ONNX and TFLite files without TensorFlow. */
export const RUNTIMES = program('the runtimes', runtimePython, 'runtime_program.py');
