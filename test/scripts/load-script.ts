import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Imports a file of scripts/, which are plain modules without types:
 * `loadScript('shared/take-lock.mjs')`.
 */
export function loadScript(file: string): Promise<unknown> {
  return import(pathToFileURL(path.join(__dirname, '..', '..', 'scripts', file)).href);
}
