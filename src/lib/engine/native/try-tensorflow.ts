// Loads tfjs-node once before anybody imports it: where its native part is missing or does not fit the
// machine, Node's own error (ERR_DLOPEN_FAILED, MODULE_NOT_FOUND) would not say what to do.
import { createRequire } from 'node:module';
import { expectation } from '../../errors';
import { SETUP_COMMAND } from '../../setup-command';

try {
  createRequire(__filename)('@tensorflow/tfjs-node');
} catch (error) {
  const [found] = (error instanceof Error ? error.message : String(error)).split('\n');
  throw expectation('@tensorflow/tfjs-node', {
    expectation: 'installed, with TensorFlow and a native binding for this machine,',
    found: found.replace(/[.\s]+$/, ''),
    advice: `Run ${SETUP_COMMAND}, which makes them. A copied or moved node_modules needs it again.`,
    cause: error,
  });
}
