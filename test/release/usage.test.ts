import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { BUNDLED_MODELS } from '../../src/lib/model/index';

const root = path.join(__dirname, '..', '..');

for (const folder of Object.values(BUNDLED_MODELS)) testProgram(folder);

function testProgram(relative: string): void {
  describe(`The program in the card of ${relative}`, () => {
    const model = path.join(root, relative);
    const alone = mkdtempSync(path.join(tmpdir(), 'usage-'));
    after(() => rmSync(alone, { recursive: true }));
    const [, program] = /```js\n(.*?)```/s.exec(readFileSync(path.join(model, 'README.md'), 'utf8'))!;

    /** The lines that it prints. */
    const run = (folder: string, environment: NodeJS.ProcessEnv = {}) => {
      const file = path.join(alone, 'use.js');
      writeFileSync(file, program);
      return execFileSync(process.execPath, ['--no-deprecation', file], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...environment },
      })
        .trim()
        .split('\n');
    };
    symlinkSync(path.join(root, 'node_modules'), path.join(alone, 'node_modules'), 'dir');

    it('prints the probability of every emotion, from the project and from a copy of the folder alone', () => {
      for (const name of readdirSync(model)) copyFileSync(path.join(model, name), path.join(alone, name));
      const [inProject, inFolder] = [run(root), run(alone)];
      assert.deepEqual(inProject, inFolder);
      assert.deepEqual(
        inFolder.map((line) => line.split(' ')[0]),
        [...EMOTIONS],
      );
      const sum = inFolder.reduce((total, line) => total + Number(line.split(' ')[1]), 0);
      assert.ok(Math.abs(sum - 1) < 0.01, inFolder.join(', '));
    });

    it('runs where Node has lost the functions that tfjs-node calls', () => {
      const without = path.join(alone, 'later-node.cjs');
      writeFileSync(
        without,
        "const util = require('node:util'); delete util.isNullOrUndefined; delete util.isArray;",
      );
      assert.equal(run(root, { NODE_OPTIONS: `--require ${without}` }).length, EMOTIONS.length);
    });
  });
}
