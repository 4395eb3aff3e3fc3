import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';

/** Every `*.test.ts` under test/, as paths from the root; Node 20's test runner takes no glob. */
export function listTestFiles() {
  return readdirSync(path.join(projectRoot, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join('test', name));
}
