import path from 'node:path';
import { childEnvironment, projectRoot } from './environment.mjs';
import { kerasHome } from './keras-environment.mjs';

/**
 * The environment of a program that is measured. Python finds the modules of scripts/shared/python.
 *
 * @param options.stockAllocator whether it gets the C library's allocator with its default settings
 *   instead of the project's
 */
export function contenderEnvironment({ stockAllocator = false } = {}): NodeJS.ProcessEnv {
  const environment = {
    ...childEnvironment(),
    PYTHONPATH: path.join(projectRoot, 'scripts', 'shared', 'python'),
    ...{ KERAS_HOME: kerasHome, KERAS_BACKEND: 'tensorflow' },
  };
  if (!stockAllocator) return environment;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('MALLOC_')));
}
