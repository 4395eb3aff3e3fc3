import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { chromium } from 'playwright-core';
import { largestDifference } from '../../scripts/export/compare-readings';
import { exportModel } from '../../scripts/export/export-model';
import type { SavedModel } from '../../scripts/export/formats';
import { toOnnx } from '../../src/lib/engine/index';
import { parseOptions } from '../../scripts/export/options';
import { runtimeEnvironment, runtimePython } from '../../scripts/export/runtime-environment.mjs';
import { contenderEnvironment } from '../../scripts/shared/contender-environment';
import { createContenderGroup } from '../../scripts/shared/contender-group';
import { projectRoot } from '../../scripts/shared/environment.mjs';
import { findChromium } from '../../scripts/shared/find-chromium';
import type { Contender } from '../../scripts/shared/json-lines-process';
import { kerasEnvironment, kerasPython } from '../../scripts/shared/keras-environment.mjs';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { loadModel, saveModel, tf } from '../../src/lib/index';

const folder = temporaryFolder('export test');
after(() => rmSync(folder, { recursive: true, force: true }));

const LABELS = ['calm', 'not "calm"', 'Überraschung'];

/** Every layer and activation that is written for ONNX, with random weights: three classes. */
function everyLayer(): tf.LayersModel {
  const { layers } = tf;
  const to = (x: tf.SymbolicTensor, ...stack: tf.layers.Layer[]) =>
    stack.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
  const join = (layer: tf.layers.Layer, inputs: tf.SymbolicTensor[]) =>
    layer.apply(inputs) as tf.SymbolicTensor;
  const pixels = tf.input({ shape: [48, 48, 1], name: 'faces' });
  const stem = to(
    pixels,
    layers.rescaling({ scale: 1 / 128, offset: -1 }),
    layers.zeroPadding2d({
      padding: [
        [1, 2],
        [3, 0],
      ],
    }),
    layers.conv2d({ filters: 6, kernelSize: [3, 5], strides: 2, padding: 'same', activation: 'tanh' }),
    layers.gaussianNoise({ stddev: 1 }),
    layers.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, padding: 'same' }),
    layers.leakyReLU({ alpha: 0.1 }),
    layers.gaussianDropout({ rate: 0.5 }),
    layers.separableConv2d({ filters: 8, kernelSize: 3, activation: 'selu' }),
    layers.batchNormalization({ scale: false, epsilon: 0.01 }),
    layers.reLU({ maxValue: 1 }),
    layers.alphaDropout({ rate: 0.5 }),
  );
  const dilated = layers.conv2d({
    filters: 8,
    kernelSize: 3,
    dilationRate: 2,
    padding: 'same',
    useBias: false,
  });
  const inner = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [11, 11, 8], filters: 8, kernelSize: 1, activation: 'relu' }),
      // After another activation than ReLU, OpenCV 5.0.0 computes something else.
      layers.batchNormalization({ center: false }),
      layers.activation({ activation: 'swish' }),
    ],
  });
  const half = to(stem, layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }));
  const branches = [to(stem, dilated), to(stem, inner), to(half, inner), half];
  const merged = [
    join(layers.add(), branches),
    join(layers.multiply(), branches.slice(0, 2)),
    join(layers.average(), branches.slice(1)),
    join(layers.maximum(), branches.slice(0, 2)),
    join(layers.minimum(), branches.slice(2)),
  ].map((x, i) =>
    to(
      x,
      layers.activation({ activation: (['softplus', 'softsign', 'elu', 'relu6', 'sigmoid'] as const)[i] }),
    ),
  );
  const together = to(
    join(layers.concatenate(), merged),
    layers.maxPooling2d({ poolSize: 2, strides: 2, padding: 'same' }),
  );
  const vector = join(layers.concatenate(), [
    to(together, layers.globalMaxPooling2d({})),
    to(together, layers.globalAveragePooling2d({})),
    to(together, layers.flatten(), layers.dense({ units: 12, activation: 'linear', useBias: false })),
    to(together, layers.reshape({ targetShape: [36, 4, 10] }), layers.elu(), layers.flatten()),
  ]);
  const probabilities = to(
    vector,
    layers.dense({ units: 24, activation: 'relu' }),
    layers.batchNormalization(),
    layers.reshape({ targetShape: [2, 3, 4] }),
    layers.conv2d({ filters: 3, kernelSize: [2, 3] }),
    layers.reshape({ targetShape: [3] }),
    layers.softmax(),
  );
  const model = tf.model({ inputs: pixels, outputs: probabilities });
  // As large as keeps the numbers from growing or vanishing with the layers; variances must be positive.
  model.setWeights(
    model.weights.map(({ originalName, shape }, i) => {
      const lengths = shape as number[];
      const inputs = lengths.slice(0, -1).reduce((product, length) => product * length, 1);
      const most = lengths.length > 1 ? Math.sqrt(6 / inputs) : 0.2;
      const [from, to] = /(variance|gamma)$/.test(originalName) ? [0.5, 1.5] : [-most, most];
      return tf.randomUniform(lengths, from, to, 'float32', i + 1);
    }),
  );
  return model;
}

/** Saves a model with other classes than the project's, in 16 bits, and loads it. */
async function saveAndLoad(model: tf.LayersModel, name: string): Promise<SavedModel> {
  const own = path.join(folder, name);
  await saveModel(model, own, { classes: LABELS, precision: 'float16' });
  model.dispose();
  return { ...(await loadModel(own)), folder: own };
}

const step = (_: string, action: () => Promise<string>) => action();

describe('npm run export', () => {
  it('refuses options that it does not have, and none', () => {
    const { formats, model, output, write } = parseOptions(['--onnx', '--tflite', '--model', 'shipped']);
    assert.deepEqual([formats, model, write], [['onnx', 'tflite'], 'shipped', false]);
    assert.equal(output, path.join(projectRoot, 'out', 'export', 'shipped'));
    assert.match(parseOptions(['--keras', '--model', 'models/runs/mine/model']).output, /export[\\/]mine$/);
    assert.equal(parseOptions(['--keras']).model, 'crowd');
    assert.throws(() => parseOptions([]), /at least one of --onnx, --keras and --tflite/);
    assert.throws(() => parseOptions(['--onnyx']), /options of `npm run export`.*--onnyx/);
    assert.throws(() => parseOptions(['--onnx', '--write']), /a bundled model and all formats/);
  });

  it('names a folder without a model before it downloads anything', () => {
    const nowhere = path.join(folder, 'nowhere');
    const { status, stderr } = runExport([
      '--onnx',
      '--model',
      nowhere,
      '--output',
      path.join(folder, 'none'),
    ]);
    assert.equal(status, 1);
    assert.match(stderr, /^Expected .*nowhere.*model\.json.* but found .*Save a model there first/s);
    assert.ok(!existsSync(path.join(folder, 'none')));
  });

  it('writes no file whose probabilities are others, and says so', async () => {
    const { model, metadata } = await loadModel('models/emotion');
    const output = path.join(folder, 'wrong');
    mkdirSync(output);
    const saved = { model, metadata, folder: 'models/emotion' };
    // A runtime that finds every class as likely as the others.
    const ask: Contender['ask'] = (command) => {
      const [n] = (command as unknown as { shape: number[] }).shape;
      const probabilities = Array.from({ length: n }, () => Array<number>(7).fill(1 / 7));
      return Promise.resolve({ version: '1', probabilities } as never);
    };
    const group = { start: ({ name }: { name: string }) => ({ name, ask, stop: () => Promise.resolve() }) };
    const formats = ['onnx'] as const;
    await assert.rejects(
      exportModel(saved, { formats, output, group, step }),
      /Expected model\.onnx to give TensorFlow\.js' probabilities within 0\.0001 but found that ONNX Runtime 1 .* up to \d\.\de-1\. It was not written/,
    );
    assert.deepEqual(readdirSync(output), []);
    model.dispose();
  });

  it('writes a file that OpenCV alone cannot read, and says so', async () => {
    const { model, metadata } = await loadModel('models/emotion');
    const output = path.join(folder, 'without OpenCV');
    mkdirSync(output);
    const ask: Contender['ask'] = (command) => {
      if (command.task === 'run_opencv') return Promise.reject(new Error('Traceback:\nno such layer'));
      const { pixels, shape } = command as unknown as {
        pixels: number[];
        shape: [number, number, number, number];
      };
      const probabilities = tf.tidy(() =>
        (model.predict(tf.tensor4d(pixels, shape)) as tf.Tensor).arraySync(),
      );
      return Promise.resolve({ version: '1', probabilities } as never);
    };
    const group = { start: ({ name }: { name: string }) => ({ name, ask, stop: () => Promise.resolve() }) };
    const saved = { model, metadata, folder: 'models/emotion' };
    const [{ readers }] = await exportModel(saved, { formats: ['onnx'], output, group, step });
    const [first, second] = readers;
    // One image alone is computed in another order than 48 together.
    assert.ok('difference' in first && first.difference < 1e-5);
    assert.deepEqual(second, { title: 'OpenCV', refusal: 'no such layer' });
    assert.deepEqual(readdirSync(output).sort(), ['labels.txt', 'model.onnx']);
    model.dispose();
  });

  it('compares tables of the same size only', () => {
    assert.equal(largestDifference([[0.5, 0.25]], [[0.5, 0.75]]), 0.5);
    assert.throws(() => largestDifference([[1]], [[0.5, 0.5]]), /1 x 2 numbers but found 1 x 1/);
  });

  it('names the layer that it cannot write for ONNX', () => {
    const unknown = tf.sequential({
      layers: [
        tf.layers.conv2dTranspose({ inputShape: [48, 48, 1], filters: 1, kernelSize: 3, name: 'odd' }),
      ],
    });
    assert.throws(
      () => toOnnx(unknown, { labels: [] }),
      /the class of the layer odd to be one of Activation, .* but found Conv2DTranspose\. Export it to Keras/,
    );
  });
});

/** Runs the command, without set-up. */
function runExport(args: string[]) {
  const main = ['--import', 'tsx', path.join('scripts', 'export', 'main.ts'), ...args];
  return spawnSync(process.execPath, main, {
    cwd: projectRoot,
    env: contenderEnvironment(),
    encoding: 'utf8',
  });
}

describe('Exported models', () => {
  let missing = '';
  const group = createContenderGroup();
  after(() => group.stopAll());

  before(async () => {
    try {
      for (const environment of [runtimeEnvironment, kerasEnvironment])
        if (!(await environment.isCurrent())) await environment.make(() => {});
    } catch (error) {
      if (!(error as Error).message.includes('a network error')) throw error;
      missing = `PyPI cannot be reached: ${(error as Error).message}`;
    }
  });

  const skips = (t: TestContext) => {
    if (missing) t.skip(missing);
    return Boolean(missing);
  };

  it('have every layer, other classes and their names', async (t) => {
    if (skips(t)) return;
    const saved = await saveAndLoad(everyLayer(), 'three');
    // Of classes that are as good as certain, no fault in a layer could be seen.
    const ink = tf.tidy(
      () => saved.model.predict(tf.randomUniform([4, 48, 48, 1], 0, 255, 'float32', 1)) as tf.Tensor,
    );
    const largest = Array.from(ink.max(1).dataSync());
    assert.ok(Math.max(...largest) < 0.99 && new Set(largest).size === 4, String(largest));
    const output = path.join(folder, 'three exported');
    mkdirSync(output);
    const files = await exportModel(saved, { formats: ['onnx', 'keras'], output, group, step });
    const readers = files.flatMap((file) => file.readers);
    assert.deepEqual(
      readers.map((reader) => [
        reader.title,
        'difference' in reader ? reader.difference < 1e-5 : reader.refusal,
      ]),
      ['ONNX Runtime', 'OpenCV', 'Keras'].map((title) => [title, true]),
    );
    assert.equal(readFileSync(path.join(output, 'labels.txt'), 'utf8'), `${LABELS.join('\n')}\n`);
    const program = `
import json, sys, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
values = [(value.name, value.shape) for value in session.get_inputs() + session.get_outputs()]
print(json.dumps([session.get_modelmeta().custom_metadata_map['labels'], values]))`;
    const { stdout } = spawnSync(runtimePython, ['-c', program, path.join(output, 'model.onnx')], {
      encoding: 'utf8',
    });
    const [labels, values] = JSON.parse(stdout) as [string, unknown];
    assert.deepEqual(JSON.parse(labels), LABELS);
    assert.deepEqual(values, [
      ['pixels', ['n', 1, 48, 48]],
      ['probabilities', ['n', 3]],
    ]);
    saved.model.dispose();
  });

  it('run as models/README.md prints it', async (t) => {
    if (skips(t)) return;
    const home = path.join(folder, 'project');
    mkdirSync(home);
    for (const name of ['models', 'node_modules'])
      symlinkSync(path.join(projectRoot, name), path.join(home, name));
    const output = path.join(home, 'out', 'export', 'crowd');
    const { status, stdout, stderr } = runExport(['--onnx', '--keras', '--tflite', '--output', output]);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /✓ ONNX: .*model\.onnx, 11\.1 MB; ONNX Runtime [\d.]+ differs by at most \d\.\de-[789]/,
    );
    assert.deepEqual(readdirSync(output).sort(), ['labels.txt', 'model.keras', 'model.onnx', 'model.tflite']);

    const { model, metadata } = await loadModel('models/emotion-crowd');
    const expected = (model.predict(tf.zeros([1, 48, 48, 1])) as tf.Tensor).dataSync();
    model.dispose();
    const [, page] = readFileSync('models/README.md', 'utf8').split('## The model elsewhere');
    const snippets = [...page.matchAll(/```(js|html|python)\n([^]*?)```/g)];
    assert.deepEqual(
      snippets.map(([, language]) => language),
      ['js', 'html', ...Array<string>(4).fill('python')],
    );
    for (const [, language, code] of snippets) {
      const printed = await runSnippet(language, { code, home });
      if (printed === undefined) continue;
      const [, label, probability] = /(\S+) (0\.\d+)\s*$/.exec(printed) ?? [];
      const best = metadata.labels.indexOf(label);
      assert.ok(best >= 0, `${code}\n${printed}`);
      assert.equal(expected[best], Math.max(...expected), code);
      assert.ok(Math.abs(Number(probability) - expected[best]) < 1e-4, `${code}\n${printed}`);
    }
  });
});

/** What a snippet prints; undefined for a page where there is no browser. */
async function runSnippet(
  language: string,
  { code, home }: { code: string; home: string },
): Promise<string | undefined> {
  if (language === 'html') return openPage(code, home);
  const python = code.includes('import keras') ? kerasPython : runtimePython;
  const [program, ...args] = language === 'js' ? [process.execPath, '-e', code] : [python, '-c', code];
  const child = spawn(program, args, { cwd: home, env: contenderEnvironment() });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (errors += text));
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(status, 0, errors);
  return output;
}

/** What a page shows that is served from a folder. */
async function openPage(code: string, home: string): Promise<string | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') return response.setHeader('content-type', 'text/html').end(code);
    const file = path.join(home, decodeURIComponent(url));
    return existsSync(file) ? response.end(readFileSync(file)) : response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('/0\\.\\d/.test(document.body.innerText)');
    return await page.evaluate('document.body.innerText');
  } finally {
    await browser.close();
    server.close();
  }
}
