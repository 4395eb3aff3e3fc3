import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../environment.mjs';
import type { ModelParts } from './read-models';

const web = path.join(projectRoot, 'web');

/** What the page has in place of what only Node has. */
const REPLACED = [
  { filter: /[/]engine[/]tensorflow$/, file: 'tensorflow.ts' },
  { filter: /^node:util$/, file: path.join('shims', 'util.ts') },
  { filter: /^node:timers[/]promises$/, file: path.join('shims', 'timers-promises.ts') },
];

/**
 * Bundles a program of `web/` with what it uses of the library into one classic script, with tfjs
 * for browsers in place of tfjs-node.
 *
 * @param entry a file in `web/`
 * @param options
 * @param options.models what `bundled:` stands for; none where the program needs none
 * @returns JavaScript that can be put into a script element
 * @example const script = await bundle('page/main.ts');
 */
export async function bundle(
  entry: string,
  { models }: { models?: { emotion: ModelParts; detector: ModelParts } } = {},
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(web, entry)],
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    // Hundreds of copies of tfjs' notice; the page names its licence.
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [replaced, ...(models ? [bundled(models)] : [])],
  });
  const [{ text }] = outputFiles;
  if (/<\/script|<!--/i.test(text))
    throw new Error(`Expected the bundle of web/${entry} to be free of "</script" and "<!--".`);
  return text;
}

const replaced: Plugin = {
  name: 'replaced',
  setup(build) {
    for (const { filter, file } of REPLACED)
      build.onResolve({ filter }, () => ({ path: path.join(web, file) }));
  },
};

/** The models, and the program of the WebAssembly backend. */
function bundled({ emotion, detector }: { emotion: ModelParts; detector: ModelParts }): Plugin {
  const bytes = (contents: Uint8Array) => ({ contents, loader: 'binary' as const });
  const json = ({ modelTopology, weightSpecs }: ModelParts) => ({
    contents: JSON.stringify({ modelTopology, weightSpecs }),
    loader: 'json' as const,
  });
  const files = {
    'bundled:emotion.json': () => json(emotion),
    'bundled:emotion.bin': () => bytes(new Uint8Array(emotion.weightData)),
    'bundled:face-detector.json': () => json(detector),
    'bundled:face-detector.bin': () => bytes(new Uint8Array(detector.weightData)),
    'bundled:tensorflow.bin': () =>
      bytes(readFileSync(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'))),
  };
  return {
    name: 'bundled',
    setup(build) {
      build.onResolve({ filter: /^bundled:/ }, ({ path }) => ({ path, namespace: 'bundled' }));
      build.onLoad({ filter: /.*/, namespace: 'bundled' }, ({ path }) => files[path as keyof typeof files]());
    },
  };
}
