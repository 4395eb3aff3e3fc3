import { checkClassNames } from '../classes';
import { expectation } from '../errors';
import {
  anything,
  integer,
  list,
  object,
  oneOf,
  optional,
  readJson,
  record,
  text,
  type ValueOf,
} from '../json/index';
import { sha256 } from '../files/sha256';
import type { ModelMetadata } from './model-metadata';

const ADVICE = 'Save the model again (notebook 7), or download its folder again.';

/** How errors refer to a saved model, and what to do about a damaged one. */
export const MODEL_JSON = {
  what: 'a saved model',
  advice: ADVICE,
  missing: 'Save a model there first (notebook 7), or correct the path.',
} as const;

const SPEC = object({
  name: text(),
  shape: list(integer({ from: 1, to: 2 ** 31 - 1 }), { to: 8 }),
  dtype: oneOf(['float32', 'int32', 'bool']),
  quantization: optional(object({ dtype: oneOf(['float16']), original_dtype: optional(oneOf(['float32'])) })),
});

/** A weight's name, shape and type, and how it is stored. */
export type WeightSpec = ValueOf<typeof SPEC>;

/** Everything in model.json except its layers, which `checkTopology` checks. */
const SCHEMA = object({
  format: oneOf(['layers-model']),
  modelTopology: anything,
  weightsManifest: list(
    object({
      paths: list(
        text({
          expectation: 'the name of a weight file, such as weights-0123456789abcdef.bin',
          pattern: /^weights-[0-9a-f]{16}\.bin$/,
        }),
        { from: 1, to: 1 },
      ),
      weights: list(SPEC),
    }),
    { from: 1, to: 1 },
  ),
  userDefinedMetadata: object({
    input: optional(text()),
    versions: optional(record(text())),
    weightsSha256: text({ expectation: 'a SHA-256 in hex', pattern: /^[0-9a-f]{64}$/ }),
    contentSha256: optional(text({ expectation: 'a SHA-256 in hex', pattern: /^[0-9a-f]{64}$/ })),
  }),
});

/** A saved model's `model.json`, parsed and verified. */
export interface ModelJson {
  topology: unknown;
  specs: WeightSpec[];
  weightsFile: string;
  metadata: ModelMetadata;
}

/**
 * Reads a saved model's `model.json` and checks that it is unchanged and that its labels are the
 * names of 2 to 100 classes. The layers are not checked yet.
 *
 * @param file path of model.json
 * @throws ExpectationError that names the file and the position in it
 * @example const { topology, specs } = await readModelJson('models/emotion/model.json');
 */
export async function readModelJson(file: string): Promise<ModelJson> {
  const json = await readJson(file, SCHEMA, MODEL_JSON);
  const { modelTopology, weightsManifest, userDefinedMetadata } = json;
  const metadata: Record<string, unknown> = userDefinedMetadata;
  checkClassNames(
    metadata.labels,
    `the labels in ${file}`,
    'The model was saved by another program or version; its outputs would be misinterpreted.',
  );
  const { contentSha256 } = userDefinedMetadata;
  const found = contentSha256Of(json);
  if (contentSha256 !== undefined && contentSha256 !== found)
    throw expectation(file, {
      expectation: `unchanged, with contentSha256 ${contentSha256}`,
      found,
      advice: `It has been changed or damaged. ${ADVICE}`,
    });
  const [{ paths, weights: specs }] = weightsManifest;
  return { topology: modelTopology, specs, weightsFile: paths[0], metadata: metadata as ModelMetadata };
}

/**
 * Returns the SHA-256 (hex) of everything in model.json except this hash, serialized as minimal
 * JSON.
 */
export function contentSha256Of(json: object): string {
  const { userDefinedMetadata, ...rest } = json as { userDefinedMetadata: Record<string, unknown> };
  const metadata = { ...userDefinedMetadata };
  delete metadata.contentSha256;
  return sha256(JSON.stringify({ ...rest, userDefinedMetadata: metadata }));
}
