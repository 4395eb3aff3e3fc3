import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRandom, deriveSeed } from '../../../src/lib/random';
import type { Attack, Campaign } from '../attack';
import { start, waitForEnd } from '../processes';
import { projectRoot } from '../project-root';
import { difference, tail } from '../references';
import { saltOf } from '../salt-of';
import { prepareFaces, programCommand } from '../victims/program';

interface FindCompiler {
  findCompiler: () => Promise<string | undefined>;
}

/** Fill bytes: 0xff is NaN in every float format; 0x7f is 3.4e38 in float32 and bfloat16. */
const BYTES = [0xff, 0x7f];

/**
 * Fills newly allocated memory with bytes that would make results wrong if they were read: a
 * training and its predictions must give the same results as without, for any batch size and either
 * precision.
 */
export function poison({ seed, scratch }: Campaign): Attack {
  const folder = path.join(scratch, 'poison');
  const inputs = path.join(folder, 'inputs');
  const library = path.join(folder, 'poison.so');
  const salt = saltOf('poison');

  async function outputOf(args: string[], environment: NodeJS.ProcessEnv) {
    const { command, args: before } = programCommand('poisoned', folder, inputs);
    const started = start({ command, args: [...before, ...args], environment }, { mark: folder });
    const end = await waitForEnd(started);
    return { end, started, text: started.lines.filter((line) => line.startsWith('result ')).join('\n') };
  }

  return {
    ...{ name: 'poison', share: 2, batch: 1 },
    async prepare() {
      if (process.platform !== 'linux') return 'needs Linux';
      const file = path.join(projectRoot, 'scripts', 'setup', 'find-compiler.mjs');
      const { findCompiler } = (await import(pathToFileURL(file).href)) as FindCompiler;
      const compiler = await findCompiler();
      if (compiler === undefined) return 'needs a compiler';
      mkdirSync(inputs, { recursive: true });
      const source = path.join(projectRoot, 'test', 'engine', 'poison', 'poison.c');
      const args = ['-x', 'c', '-O2', '-shared', '-fPIC', source, '-o', library, '-ldl'];
      const { status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${compiler} could not build ${source}: ${stderr}`);
      await prepareFaces(inputs);
      return undefined;
    },
    async run([number]) {
      const began = performance.now();
      const random = createRandom(deriveSeed(seed, salt, number));
      const batch = `${1 + random.integer(42)}`;
      const precision = random.next() < 0.7 ? 'auto' : 'float32';
      const byte = BYTES[random.integer(BYTES.length)];
      const what = `a training in batches of ${batch}, precision ${precision}, memory full of ${byte}`;
      const outcome = (fault?: string) => [{ what, fault, milliseconds: performance.now() - began }];
      const clean = await outputOf([batch, precision], {});
      const poisoned = await outputOf([batch, precision], { LD_PRELOAD: library, POISON: `${byte}` });
      for (const { end, started } of [clean, poisoned])
        if (end !== 0) return outcome(`ended with ${end}: ${tail(started)}`);
      return outcome(difference(poisoned.text, clean.text));
    },
  };
}
