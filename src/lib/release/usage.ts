/**
 * The program in a model card: everything a reader needs besides `@tensorflow/tfjs-node` to use the model, from the
 * model's folder or from the project's root.
 *
 * @param folder the model's, from the project's root, with slashes
 */
export const usage = (folder: string): string => `const { existsSync } = require('node:fs');
const util = require('node:util');

// Node 23 and later lack two functions that tfjs-node 4.22.0 calls (https://github.com/tensorflow/tfjs/issues/8609).
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node');

async function main() {
  const folder = existsSync('model.json') ? '.' : '${folder}';
  const model = await tf.loadLayersModel(\`file://\${folder}/model.json\`);
  const { labels } = model.getUserDefinedMetadata();
  const pixels = tf.zeros([1, 48, 48, 1]); // gray values 0 to 255
  const [probabilities] = await model.predict(pixels).array();
  labels.forEach((label, i) => console.log(label, probabilities[i].toFixed(3)));
}
main();
`;
