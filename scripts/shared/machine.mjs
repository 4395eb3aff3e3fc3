import { loadavg, platform, release, totalmem } from 'node:os';
import { projectRoot } from './environment.mjs';
import { runCommand } from '../setup/run-command.mjs';

/**
 * What the benchmark ran on, for its JSON: processor, versions, date.
 *
 * @param {{ ours: object, keras?: object }} hellos what contenders answered to `hello`
 */
export async function describeMachine({ ours, keras = {} }) {
  const commit = await runCommand('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot });
  const { processor, packages, node, precision } = ours;
  const tfjs = packages.find(({ name }) => name === '@tensorflow/tfjs-node')?.version;
  return {
    date: new Date().toISOString(),
    commit: commit.code === 0 ? commit.output.trim() : undefined,
    processor: processor.model,
    cores: processor.cores,
    architecture: processor.architecture,
    features: processor.features,
    bfloat16: processor.bfloat16,
    precision,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()}`,
    loadAtStart: loadavg()[0],
    versions: {
      node,
      'tfjs-node': tfjs,
      'TensorFlow of tfjs-node': processor.tensorflowVersion,
      python: keras.python,
      keras: keras.keras,
      'TensorFlow of Keras': keras.tensorflow,
      numpy: keras.numpy,
    },
  };
}
