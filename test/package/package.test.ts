// The npm package, built, packed and installed in empty projects, and docs/library.md's programs in them.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import sharp from 'sharp';
import ts from 'typescript';
import { buildPackage } from '../../scripts/package/build-package';
import { pack } from '../../scripts/package/pack';
import { PACKAGE_SIZES, type PackageSizes } from '../../scripts/shared/docs/package-sizes';
import { projectRoot } from '../../scripts/shared/environment.mjs';
import { arrangePeople, drawScene } from '../../src/lib/dataset';
import { EMOTIONS } from '../../src/lib/emotions';
import { createProject, linkPackages, runIn, seedSetup } from './test-project';

/** Of npm's messages, those that say that the registry can't be reached. */
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E40[37]|E5\d\d/;

const ENGINE_IMPORT = `import { tf, useFastTraining } from 'emotion-notebooks/engine';`;
const EMOTION_IMPORT = `import { loadEmotionDetector } from 'emotion-notebooks';`;
const asRequire = (line: string) => line.replace(/^import (.*) from (.*);$/, 'const $1 = require($2);');

/** Trains a small network and looks for faces, in JavaScript that is TypeScript too. */
const PROGRAM = `
async function main() {
  const fast = useFastTraining({ precision: 'float32', seed: 1, tf });
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [8] }));
  model.add(tf.layers.dense({ units: 8, activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const x = tf.randomNormal([256, 8], 0, 1, 'float32', 1);
  const { history } = await model.fit(x, tf.oneHot(x.argMax(1), 8), { epochs: 5, verbose: 0 });
  const detector = await loadEmotionDetector();
  const faces = await detector.detect('photo.jpg');
  const emotions = faces.map(({ emotion }) => emotion);
  console.log(JSON.stringify({ train: fast.explain(model).train, loss: history.loss, emotions }));
}
void main();
`;

/** The projects, by what is in them. */
const PROJECTS: Record<string, { type?: 'module'; file: string; program: string }> = {
  'CommonJS JavaScript': {
    file: 'program.js',
    program: `${asRequire(ENGINE_IMPORT)}\n${asRequire(EMOTION_IMPORT)}\n${PROGRAM}`,
  },
  'ESM JavaScript': {
    type: 'module',
    file: 'program.js',
    program: `${ENGINE_IMPORT}\n${EMOTION_IMPORT}\n${PROGRAM}`,
  },
  TypeScript: {
    type: 'module',
    file: 'program.ts',
    program: `${ENGINE_IMPORT}\n${EMOTION_IMPORT}\n${PROGRAM}`,
  },
};

const COMPILER_OPTIONS = { strict: true, target: 'es2022', skipLibCheck: true, types: ['node'] };
const tsc = [process.execPath, path.join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')];

const folder = mkdtempSync(path.join(tmpdir(), 'package test '));
const base = path.join(folder, 'base');
const inBase = (...names: string[]) => path.join(base, 'node_modules', ...names);
let sizes: PackageSizes;
/** Why nothing can be installed, if so. */
let obstacle: string | undefined;

/** A test that needs the package installed. */
function installedIt(name: string, test: () => void | Promise<void>): void {
  void it(name, async (t: TestContext) => (obstacle === undefined ? test() : t.skip(obstacle)));
}

/** A project beside the first, with the same packages. */
function siblingOf(name: string, settings: object): string {
  const project = createProject(path.join(folder, name), settings);
  symlinkSync(path.join(base, 'node_modules'), path.join(project, 'node_modules'));
  writeFileSync(path.join(project, 'photo.jpg'), readFileSync(path.join(base, 'photo.jpg')));
  return project;
}

/** The output of a program that has to succeed. */
function output(project: string, command: string[], environment?: NodeJS.ProcessEnv): string {
  const { status, output } = runIn(project, command, environment);
  assert.equal(status, 0, output);
  return output;
}

before(async () => {
  await buildPackage(path.join(folder, 'package'));
  const packed = await pack(path.join(folder, 'package'), folder);
  ({ sizes } = packed);
  createProject(base);
  const install = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', packed.file];
  const installed = runIn(base, install);
  if (installed.status !== 0 && OFFLINE.test(installed.output))
    obstacle = `npm can't reach its registry: ${installed.output.trim().split('\n')[0]}`;
  else assert.equal(installed.status, 0, installed.output);
  const { image } = await drawScene(arrangePeople(['Happiness', 'Surprise'], { seed: 1 }));
  const { width, height } = image;
  await sharp(image.data, { raw: { width, height, channels: 3 } }).toFile(path.join(base, 'photo.jpg'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the npm package', () => {
  it('has the size that docs/library.md states', async () => {
    const stated = await PACKAGE_SIZES.read();
    const close = (found: number, expected: number) => Math.abs(found / expected - 1) < 0.1;
    for (const key of ['packed', 'unpacked', 'files', 'javascript', 'types'] as const)
      assert.ok(close(sizes[key], stated[key]), `${key}: ${sizes[key]}. Run npm run package -- --write.`);
  });

  it('has no tests, no notebooks and no commands but set-up', () => {
    const at = (...names: string[]) => readdirSync(path.join(folder, 'package', ...names)).sort();
    assert.deepEqual(at(), ['LICENSE', 'README.md', 'jupyter', 'models', 'package.json', 'scripts', 'src']);
    assert.deepEqual(at('scripts'), ['setup', 'shared']);
    assert.deepEqual(at('models'), ['emotion', 'emotion-crowd']);
  });

  installedIt('installs nothing that only some need', () => {
    for (const name of ['@tensorflow', 'jsdom', 'plotly.js-dist-min', 'nodeplotlib', 'tslab', 'danfojs-node'])
      assert.ok(!existsSync(inBase(name)), name);
  });

  installedIt('says what to do before set-up, and what notebooks need', () => {
    const load = (name: string) =>
      runIn(base, [process.execPath, '-e', `require('emotion-notebooks${name}')`]);
    for (const name of ['', '/engine'])
      assert.match(
        load(name).output,
        /Expected @tensorflow\/tfjs-node to be .* Run `npx emotion-notebooks setup`/,
      );
    assert.match(
      load('/notebook').output,
      /but found no jsdom, .*\. Run `npm install jsdom@\^26\.\S+ plotly\.js-dist-min@\S+ nodeplotlib@\S+ @napi-rs\/canvas@\S+`\./,
    );
  });
});

describe('`npx emotion-notebooks`', () => {
  const npx = (...args: string[]) => ['npx', 'emotion-notebooks', ...args];

  installedIt('says how it is typed', () => {
    const { status, output } = runIn(base, npx('fit'));
    assert.equal(status, 2);
    assert.match(
      output,
      /^Expected the command to be setup or kernel but found fit\.\n\nnpx emotion-notebooks setup\n/,
    );
  });

  installedIt('sets up a copied node_modules, whose link to TensorFlow is missing', () => {
    seedSetup(base);
    const load = [process.execPath, '-e', "require('emotion-notebooks/engine')"];
    assert.match(runIn(base, load).output, /but found .*libtensorflow.*Run `npx emotion-notebooks setup`/);
    assert.match(output(base, npx('setup')), /✓ TensorFlow: 2\.21\.0 from PyPI, tfjs-node's binding kept/);
    assert.match(output(base, npx('setup')), /Everything is set up/);
    // Wherever it is moved to.
    const moved = path.join(folder, 'moved');
    renameSync(base, moved);
    assert.equal(output(moved, load), '');
    renameSync(moved, base);
  });
});

describe('a project that has installed the package', () => {
  for (const [name, { file, program, ...settings }] of Object.entries(PROJECTS))
    installedIt(`trains a network and detects faces in ${name}`, () => {
      const project = siblingOf(name, settings);
      writeFileSync(path.join(project, file), program);
      if (file.endsWith('.ts')) {
        linkPackages(project, existsSync(inBase('@types')) ? [] : ['@types/node']);
        const compilerOptions = { ...COMPILER_OPTIONS, module: 'NodeNext' };
        writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
        output(project, [...tsc, '-p', '.']);
      }
      const lines = output(project, [process.execPath, 'program.js']).trim().split('\n');
      const { train, loss, emotions } = JSON.parse(lines.at(-1) ?? '') as {
        train: string;
        loss: number[];
        emotions: string[];
      };
      assert.equal(train, 'a graph');
      assert.ok(loss[4] < loss[0], loss.join());
      assert.equal(emotions.length, 2);
      for (const emotion of emotions) assert.ok((EMOTIONS as readonly string[]).includes(emotion), emotion);
    });

  installedIt('has one copy of the library, by import and by require', () => {
    const names = ['', '/engine'].map((name) => `emotion-notebooks${name}`);
    const program = `
      import { createRequire } from 'node:module';
      import * as engine from 'emotion-notebooks/engine';
      import * as emotion from 'emotion-notebooks';
      const require = createRequire(import.meta.url);
      const [required, requiredEngine] = ${JSON.stringify(names)}.map(require);
      const fast = engine.useFastTraining();
      console.log(requiredEngine.useFastTraining() === fast, required.detectFaces === emotion.detectFaces,
        emotion.tf === engine.tf, require('@tensorflow/tfjs-node').LayersModel === engine.tf.LayersModel);`;
    writeFileSync(path.join(base, 'copies.mjs'), program);
    assert.equal(output(base, [process.execPath, 'copies.mjs']), 'true true true true\n');
  });

  installedIt('has types for every module resolution, which find what is wrong', () => {
    const program = `${ENGINE_IMPORT}\n${EMOTION_IMPORT}
      const model: tf.LayersModel = tf.sequential();
      useFastTraining().explain(model);
      const wrong: number = loadEmotionDetector();`;
    const file = path.join(base, 'types.ts');
    writeFileSync(file, program);
    const { ModuleKind, ModuleResolutionKind } = ts;
    // NodeNext is that of the project above. One is enough to check the package's own types.
    for (const [module, moduleResolution, skipLibCheck] of [
      [ModuleKind.ESNext, ModuleResolutionKind.Bundler, false],
      [ModuleKind.Node16, ModuleResolutionKind.Node16, true],
      [ModuleKind.CommonJS, ModuleResolutionKind.Node10, true],
    ] as const) {
      const options = { strict: true, target: ts.ScriptTarget.ES2022, noEmit: true, types: ['node'] };
      const compiled = ts.createProgram([file], { ...options, module, moduleResolution, skipLibCheck });
      // tfjs' own types have faults.
      const texts = ts
        .getPreEmitDiagnostics(compiled)
        .filter(({ file }) => !/node_modules.@tensorflow/.test(file?.fileName ?? ''))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
      assert.equal(texts.length, 1, texts.join('\n'));
      assert.match(texts[0], /Type 'Promise<EmotionDetector>' is not assignable to type 'number'/);
    }
  });
});

describe('docs/library.md', () => {
  const page = readFileSync(path.join(projectRoot, 'docs', 'library.md'), 'utf8');
  const [faces, fit, balance] = [...page.matchAll(/```(?:js|ts)\n([\s\S]*?)```/g)].map(([, code]) => code);
  const printed = /`(faces\.mjs|fit\.cjs|balance\.ts)`/g;

  installedIt('has programs that run as printed', () => {
    assert.deepEqual(
      [...new Set([...page.matchAll(printed)].map(([, name]) => name))],
      ['faces.mjs', 'fit.cjs', 'balance.ts'],
    );
    for (const [name, code] of Object.entries({ 'faces.mjs': faces, 'fit.cjs': fit, 'balance.ts': balance }))
      writeFileSync(path.join(base, name), code);
    const named = output(base, [process.execPath, 'faces.mjs']).match(
      new RegExp(`^(?:${EMOTIONS.join('|')}) [01]\\.\\d\\d `, 'gm'),
    );
    assert.equal(named?.length, 2);
    assert.match(output(base, [process.execPath, 'fit.cjs']), /^(?:bfloat16|float32) a graph 0\.\d+\n$/);
    linkPackages(base, ['jsdom', 'plotly.js-dist-min', 'nodeplotlib', '@napi-rs/canvas']);
    output(base, [
      ...tsc,
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--skipLibCheck',
      'balance.ts',
    ]);
    assert.match(output(base, [process.execPath, 'balance.js']), /^train: 42 images \(Anger 9, /);
    assert.match(readFileSync(path.join(base, 'balance.svg'), 'utf8'), /^<svg /);
  });

  installedIt('has a kernel that runs cells in the project, with its types', () => {
    linkPackages(base, ['tslab', '@tslab/typescript-for-tslab']);
    const environment = path.join(base, 'environment');
    mkdirSync(environment);
    writeFileSync(path.join(environment, 'pyvenv.cfg'), '');
    const kernel = ['npx', 'emotion-notebooks', 'kernel'];
    assert.match(runIn(base, kernel).output, /Expected .*\.venv to be a Python environment with JupyterLab/);
    output(base, [...kernel, '--environment', environment]);
    const cell = (source: string) => ({
      cell_type: 'code',
      metadata: {},
      outputs: [],
      execution_count: null,
      source,
    });
    const cells = [
      `${ENGINE_IMPORT}\nuseFastTraining({ precision: 'float32' }).precision + ' in ' + process.cwd();`,
      'const wrong: number = useFastTraining().precision;',
    ].map(cell);
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 };
    writeFileSync(path.join(base, 'a.ipynb'), JSON.stringify(notebook));
    const convert = ['nbconvert', '--to', 'notebook', '--execute', '--allow-errors', '--stdout', 'a.ipynb'];
    const jupyter = path.join(projectRoot, '.venv', 'bin', 'jupyter');
    const shown = output(base, [jupyter, ...convert], {
      JUPYTER_PATH: path.join(environment, 'share', 'jupyter'),
    });
    assert.ok(shown.includes(`float32 in ${base}`), shown);
    assert.match(
      shown,
      /Type 'Precision' is not assignable to type 'number'|Type 'string' is not assignable/,
    );
  });
});
