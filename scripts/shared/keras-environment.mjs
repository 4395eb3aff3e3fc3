import path from 'node:path';
import { pythonEnvironment } from './python-environment.mjs';

const { folder, python, step } = pythonEnvironment('keras-venv', {
  title: 'Keras with its own TensorFlow',
  requirements: 'scripts/bench/requirements.txt',
});

/** The Python that has Keras. */
export const kerasPython = python;

/** Keras's settings: none, instead of those in the user's home. */
export const kerasHome = path.join(folder, 'home');

/**
 * Keras with its own TensorFlow, an environment beside the project's, for what is measured against
 * it and for what is exported to it.
 *
 * @type {import('../setup/setup.mjs').Step}
 */
export const kerasEnvironment = step;
