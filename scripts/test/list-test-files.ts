import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';

/** The folders of tests that need a browser. */
const PARTS = ['web', 'lab'] as const;

/**
 * The `*.test.ts` in test/ as paths from the root: Node 20's test runner takes no glob.
 *
 * @param part those that drive the camera page or JupyterLab in a browser, or all others
 * @example listTestFiles('unit');
 */
export function listTestFiles(part: 'unit' | (typeof PARTS)[number]): string[] {
  const partOf = (name: string) => PARTS.find((folder) => name.startsWith(`${folder}${path.sep}`)) ?? 'unit';
  return readdirSync(path.join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && partOf(name) === part)
    .sort()
    .map((name) => path.join('test', name));
}
