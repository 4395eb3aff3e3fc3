import { loadavg, platform, release, totalmem } from 'node:os';
import type { KerasHello, NodeHello } from './contender-hello';
import { gitCommit } from './git-commit';

/** What a result was measured on. */
export interface Machine {
  /** ISO 8601. */
  date: string;
  commit?: string;
  processor: string;
  cores: number;
  architecture: string;
  features: string[];
  bfloat16: boolean;
  precision: 'float32' | 'bfloat16';
  memoryBytes: number;
  system: string;
  /** The load average of the last minute. */
  loadAtStart: number;
  versions: Versions;
}

/** The versions that a result depends on, of those who took part. */
export type Versions = Partial<
  Record<
    | 'node'
    | 'tfjs-node'
    | 'TensorFlow of tfjs-node'
    | 'python'
    | 'keras'
    | 'TensorFlow of Keras'
    | 'numpy'
    | 'opencv'
    | 'PyTorch'
    | 'ONNX Runtime'
    | 'OpenVINO',
    string
  >
>;

/**
 * What a benchmark ran on, for its JSON: processor, versions, date.
 *
 * @param hellos what contenders answered to `hello`
 */
export function describeMachine({ ours, keras }: { ours: NodeHello; keras?: KerasHello }): Machine {
  const { processor, packages, node, precision } = ours;
  return {
    date: new Date().toISOString(),
    commit: gitCommit(),
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
      'tfjs-node': packages.find(({ name }) => name === '@tensorflow/tfjs-node')?.version,
      'TensorFlow of tfjs-node': processor.tensorflowVersion,
      python: keras?.python,
      keras: keras?.keras,
      'TensorFlow of Keras': keras?.tensorflow,
      numpy: keras?.numpy,
      opencv: keras?.opencv,
    },
  };
}
