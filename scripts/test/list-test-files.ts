import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';

/** The tests that need JupyterLab and a browser. */
const LAB = `lab${path.sep}`;

/**
 * The `*.test.ts` in test/ as paths from the root: Node 20's test runner takes no glob.
 *
 * @param part all but those that drive JupyterLab, or those alone
 * @example listTestFiles('unit');
 */
export function listTestFiles(part: 'unit' | 'lab'): string[] {
  return readdirSync(path.join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name.startsWith(LAB) === (part === 'lab'))
    .sort()
    .map((name) => path.join('test', name));
}
