import path from 'node:path';
import { classify, createModel, loadModel, saveModel, type Random } from '../../../../src/lib/index';
import { sha256 } from '../../../../src/lib/files/sha256';
import { mutateBytes } from '../bytes';
import { findNotFinite } from '../../find-not-finite';
import { digestOf, readFiles } from '../folders';
import type { Files, Format, Mutant } from '../format';
import { mutateJson } from '../json';
import { PIXELS, tinyModel } from './tiny-model';

interface ModelJson {
  weightsManifest: { paths: string[]; weights: object[] }[];
  userDefinedMetadata: Record<string, unknown>;
}

const weightsName = (files: Files) => Object.keys(files).find((name) => name.endsWith('.bin'))!;

/**
 * Damages the weights and recomputes their checksum, as an attacker would.
 */
function forge(original: Files, random: Random): Mutant {
  const name = weightsName(original);
  const weights = Buffer.from(original[name] as Uint8Array);
  const chosen = random.next();
  const values = [NaN, Infinity, -Infinity, 3e38, 1e-40];
  const oneNumber = () => {
    const value = values[random.integer(values.length)];
    const at = 4 * random.integer(weights.length >> 2);
    weights.writeFloatLE(value, at);
    return { bytes: weights, what: `${value} at byte ${at} of the weights` };
  };
  const { bytes, what } = chosen < 0.5 ? oneNumber() : mutateBytes(weights, random);
  const json = JSON.parse(Buffer.from(original['model.json'] as Uint8Array).toString()) as ModelJson;
  json.userDefinedMetadata.weightsSha256 = sha256(bytes);
  const text = JSON.stringify(json);
  return { what: `${what}, checksum recomputed`, files: { 'model.json': Buffer.from(text), [name]: bytes } };
}

/** The folder of a saved model. */
export const model: Format = {
  name: 'model',
  share: 3,
  async originals(folder) {
    const models = {
      tiny: [tinyModel(), 'float32'],
      compact: [createModel({ architecture: 'compact', seed: 1 }), 'float16'],
    } as const;
    const made: Record<string, Files> = {};
    for (const [name, [network, precision]] of Object.entries(models)) {
      await saveModel(network, path.join(folder, name), {
        precision,
        metadata: { accuracy: { privateTest: 0.5 } },
      });
      network.dispose();
      made[name] = readFiles(path.join(folder, name));
    }
    return made;
  },
  mutate(original, { random, variant }) {
    const kind = random.next();
    const weights = weightsName(original);
    const of = (mutant: Mutant): Mutant => ({ ...mutant, what: `${variant}: ${mutant.what}` });
    if (kind < 0.75) {
      const { bytes, what } = mutateJson(original['model.json'] as Uint8Array, random);
      return of({ what: `model.json: ${what}`, files: { ...original, 'model.json': bytes } });
    }
    if (kind < 0.9) return of(forge(original, random));
    if (kind < 0.93) {
      const missing = random.next() < 0.5 ? 'model.json' : weights;
      const files = Object.entries(original).filter(([name]) => name !== missing);
      return of({ what: `${missing} is not there`, files: Object.fromEntries(files) });
    }
    const { bytes, what } = mutateBytes(original[weights] as Uint8Array, random);
    return of({ what: `weights: ${what}`, files: { ...original, [weights]: bytes }, strict: true });
  },
  async read(folder) {
    const { model: loaded, metadata } = await loadModel(folder);
    try {
      const probabilities = await classify(loaded, PIXELS);
      const wrong = findNotFinite(probabilities);
      const problem =
        wrong !== undefined
          ? `probability ${wrong} is ${probabilities[Number(wrong)]}`
          : probabilities.length === 7
            ? undefined
            : `${probabilities.length} probabilities`;
      return { digest: digestOf(metadata, probabilities), problem };
    } finally {
      loaded.dispose();
    }
  },
};
