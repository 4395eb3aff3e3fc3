import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { findCompiler } from '../../scripts/setup/find-compiler.mjs';
import { runCommand } from '../../scripts/shared/processes/run-command.mjs';
import { PRECISIONS } from './compare';

/** Zeros, which all others are compared with. */
const ZEROS = 0;
/** Not a number in every float format. */
const NOT_A_NUMBER = 0xff;
/** 3.4e38 in float32 and bfloat16, which no sum survives unnoticed. */
const HUGE = 0x7f;

/**
 * What fresh memory is full of, by part. A convolution passes on what is not a number; a ReLU or a
 * max pool of a network may hide it.
 */
const BYTES = {
  geometry: [ZEROS, NOT_A_NUMBER],
  batches: [ZEROS, NOT_A_NUMBER],
  networks: [ZEROS, NOT_A_NUMBER, HUGE],
};

const folder = mkdtempSync(path.join(tmpdir(), 'poison-'));
const library = path.join(folder, 'poison.so');

/** What kernels.ts prints when fresh memory is full of a byte. */
async function run(part: string, precision: string, byte: number): Promise<Record<string, string>> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'poison', 'kernels.ts'), part, precision],
    { env: { ...process.env, LD_PRELOAD: library, POISON: `${byte}` }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.on('close', resolve));
  const output = await text(child.stdout);
  assert.equal(await ended, 0);
  return JSON.parse(output) as Record<string, string>;
}

describe('no kernel reads uninitialized memory', { skip: process.platform !== 'linux' }, () => {
  let isBuilt = false;
  before(async () => {
    const compiler = await findCompiler();
    if (compiler === undefined) return;
    const source = path.join(__dirname, 'poison', 'poison.c');
    const args = ['-x', 'c', '-O2', '-shared', '-fPIC', source, '-o', library, '-ldl'];
    const { code, output } = await runCommand(compiler, args);
    assert.equal(code, 0, output);
    isBuilt = true;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const precision of PRECISIONS)
    for (const [part, bytes] of Object.entries(BYTES))
      it(`${part}, ${precision}: results do not depend on what fresh memory holds`, async (t) => {
        if (!isBuilt) return t.skip('there is no compiler');
        const [zeros, ...others] = await Promise.all(bytes.map((byte) => run(part, precision, byte)));
        for (const found of others)
          assert.deepEqual(
            Object.entries(found).filter(([name, hash]) => hash !== zeros[name]),
            [],
          );
        assert.ok(Object.keys(zeros).length >= 9);
        assert.deepEqual(
          Object.values(zeros).filter((hash) => hash.includes('not finite')),
          [],
        );
      });
});
