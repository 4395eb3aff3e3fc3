import { childEnvironment } from './environment.mjs';
import { kerasHome } from './keras-environment.mjs';

/**
 * The environment of a program that is measured.
 *
 * @param {{ stockAllocator?: boolean }} [options] stockAllocator: with the C library's allocator as it comes, not as the
 *   project's own programs set it
 */
export function contenderEnvironment({ stockAllocator = false } = {}) {
  const environment = { ...childEnvironment(), KERAS_HOME: kerasHome, KERAS_BACKEND: 'tensorflow' };
  if (stockAllocator)
    for (const key of Object.keys(environment)) if (key.startsWith('MALLOC_')) delete environment[key];
  return environment;
}
