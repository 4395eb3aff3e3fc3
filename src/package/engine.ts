// What `import … from 'emotion-notebooks/engine'` gets: fast training for any tf.layers model. It
// loads tfjs-node and nothing else.
export { ExpectationError } from '../lib/errors';
export * from '../lib/engine/index';
