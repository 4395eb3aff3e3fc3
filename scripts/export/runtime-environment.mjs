import { pythonEnvironment } from '../shared/python-environment.mjs';

const { python, step } = pythonEnvironment('runtimes-venv', {
  title: 'ONNX Runtime, OpenCV and LiteRT',
  requirements: 'scripts/export/requirements.txt',
});

/** The Python that has the runtimes, and no TensorFlow. */
export const runtimePython = python;

/**
 * What reads exported models, an environment beside the project's.
 *
 * @type {import('../setup/setup.mjs').Step}
 */
export const runtimeEnvironment = step;
