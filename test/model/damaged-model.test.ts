import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { ExpectationError } from '../../src/lib/errors';
import { createModel, loadModel, saveModel } from '../../src/lib/model/index';
import { createRandom } from '../../src/lib/random';
import { sha256 } from '../../src/lib/files/sha256';
import { mutateBytes, mutateJson } from '../mutants';

const MUTANTS = 120;

interface SavedJson {
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
  userDefinedMetadata: Record<string, unknown>;
}

describe('loadModel(), of a damaged folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'damaged-model-'));
  const jsonFile = path.join(folder, 'model.json');
  let weightsFile: string;
  let json: SavedJson;
  let weights: Buffer;
  const images = tf.randomUniform([2, 48, 48, 1], 0, 255, 'float32', 1);
  const answers = async () => {
    const { model } = await loadModel(folder);
    const values = tf.tidy(() => (model.predict(images) as tf.Tensor).dataSync());
    model.dispose();
    return values;
  };
  before(async () => {
    await saveModel(createModel({ architecture: 'compact' }), folder, { precision: 'float16' });
    weightsFile = path.join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.bin'))!,
    );
    weights = readFileSync(weightsFile);
    json = JSON.parse(readFileSync(jsonFile, 'utf8')) as SavedJson;
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A copy without the sum over model.json, as older versions saved it, changed. */
  const older = (change: (copy: SavedJson) => void = () => undefined) => {
    const copy = structuredClone(json);
    delete copy.userDefinedMetadata.contentSha256;
    change(copy);
    return JSON.stringify(copy, null, 1);
  };
  const write = ({
    text = JSON.stringify(json),
    bytes = weights,
  }: {
    text?: string | Buffer;
    bytes?: Buffer;
  }) => {
    writeFileSync(jsonFile, text);
    writeFileSync(weightsFile, bytes);
  };
  const refused = async (files: Parameters<typeof write>[0], expected: RegExp) => {
    write(files);
    await assert.rejects(loadModel(folder), (error: unknown) => {
      assert.ok(error instanceof ExpectationError, String(error));
      assert.match(error.message, expected);
      return true;
    });
  };

  it('notices any change of model.json by its sum, and loads what older versions saved without one', async () => {
    write({});
    const expected = await answers();
    write({ text: older() });
    assert.deepEqual(await answers(), expected);
    const changed = JSON.stringify(json).replace('"momentum":0.9', '"momentum":0.8');
    await refused({ text: changed }, /model\.json to be unchanged, with contentSha256/);
  });

  it('takes the weights from no other place, and only in the form that it writes', async () => {
    for (const name of ['../secret.bin', '/etc/passwd', 'weights-0.bin', 'a/weights-0123456789abcdef.bin'])
      await refused(
        { text: older(({ weightsManifest: [group] }) => (group.paths = [name])) },
        /weightsManifest\[0\]\.paths\[0\] in .* the name of a weight file/,
      );
    const spec = (change: (own: SavedJson['weightsManifest'][0]['weights']) => void) => ({
      text: older(({ weightsManifest: [{ weights: own }] }) => change(own)),
    });
    await refused(
      spec(([first]) => (first.dtype = 'string')),
      /weights\[0\]\.dtype in .* "float32" or "int32" or "bool"/,
    );
    await refused(
      spec(([first]) => (first.shape = [1e6, 1e6])),
      /shape\[0\] in|at most 67,108,864 numbers/,
    );
    await refused(
      spec(([first]) => (first.shape[0] = -1)),
      /weights\[0\]\.shape\[0\] in .* an integer from 1/,
    );
    await refused(
      spec(([first]) => first.shape.reverse()),
      /the weights in .* those of its layers, once each, such as /,
    );
    await refused(
      spec(([first]) => (first.name = 'other')),
      /but found other \[/,
    );
    await refused(
      spec((own) => own.pop()),
      /weights-.*\.bin to be the [\d,]+ bytes of the weights that model\.json describes/,
    );
    await refused(
      { bytes: weights.subarray(0, -1) },
      /bytes of the weights that model\.json describes but found [\d,]+ bytes/,
    );
    await refused(
      { bytes: Buffer.concat([weights, weights]) },
      /bytes of the weights that model\.json describes but/,
    );
  });

  it('names the weight that holds what is no number', async () => {
    const withSum = (bytes: Buffer) => ({
      bytes,
      text: older(({ userDefinedMetadata }) => (userDefinedMetadata.weightsSha256 = sha256(bytes))),
    });
    const half = Buffer.from(weights);
    half.writeUInt16LE(0x7c00, 2 * 5);
    const { name } = json.weightsManifest[0].weights[0];
    await refused(
      withSum(half),
      new RegExp(`the weight ${name} in .* finite numbers but found NaN or infinity at index 5`),
    );
    const single = Buffer.from(weights);
    single.writeFloatLE(NaN, weights.length - 4);
    await refused(withSum(single), /the weight .* in .*\.bin to be finite numbers/);
  });

  it('names layers whose answers are no numbers, or none', async () => {
    const config = (copy: SavedJson, type: string) =>
      (
        copy.modelTopology as {
          config: { layers: { class_name: string; config: Record<string, unknown> }[] };
        }
      ).config.layers.find(({ class_name: own }) => own === type)!.config;
    await refused(
      { text: older((copy) => (config(copy, 'Rescaling').scale = 1e308)) },
      /the predictions of .*model\.json to be finite numbers but found (NaN|Infinity)/,
    );
    await refused(
      { text: older((copy) => (config(copy, 'Rescaling').scale = 'much')) },
      /the predictions of .*model\.json to be finite numbers/,
    );
  });

  it(`answers as before, with numbers or with an error that names the file, over ${MUTANTS} mutants`, async () => {
    write({});
    const expected = await answers();
    const outcomes = { same: 0, other: 0, refused: 0 };
    for (let seed = 0; seed < MUTANTS; seed++) {
      const random = createRandom(seed);
      const copy = structuredClone(json);
      if (seed % 2 === 0) delete copy.userDefinedMetadata.contentSha256;
      if (seed % 4 < 2) write({ text: JSON.stringify(mutateJson(copy, random)) });
      else if (seed % 4 === 2) write({ text: mutateBytes(Buffer.from(JSON.stringify(copy)), random) });
      else write({ bytes: mutateBytes(weights, random) });
      try {
        const found = await answers();
        assert.ok(found.every(Number.isFinite), `seed ${seed}`);
        const isSame = found.every((value, i) => Math.abs(value - expected[i]) < 1e-5);
        outcomes[isSame ? 'same' : 'other']++;
        if (seed % 2 === 1) assert.ok(isSame, `seed ${seed} changed the answers, and the sums did not tell`);
      } catch (error) {
        assert.ok(error instanceof ExpectationError, `seed ${seed}: ${String(error)}`);
        assert.ok(error.message.includes(folder), `seed ${seed}: ${error.message}`);
        outcomes.refused++;
      }
    }
    assert.ok(outcomes.refused > MUTANTS / 2, JSON.stringify(outcomes));
  });
});

describe('saveModel()', () => {
  it('saves no model whose weights are not numbers, or not told apart by name', async () => {
    const model = createModel();
    const [kernel, ...rest] = model.getWeights();
    model.setWeights([tf.fill(kernel.shape, NaN), ...rest]);
    await assert.rejects(
      saveModel(model, 'nowhere'),
      /Expected the weight stem_conv\/kernel of the model to save to be finite numbers/,
    );

    const input = tf.input({ shape: [48, 48, 1] });
    const inside = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [48, 48, 1] }), tf.layers.dense({ units: 3, name: 'same' })],
    });
    const outputs = tf.layers
      .dense({ units: 7, name: 'same' })
      .apply(inside.apply(input)) as tf.SymbolicTensor;
    await assert.rejects(
      saveModel(tf.model({ inputs: input, outputs }), 'nowhere'),
      /uniquely named but found same\/kernel twice/,
    );
  });
});
