import path from 'node:path';
import { pythonEnvironment } from '../shared/python-environment.mjs';

/** A contender that is not this project, in a Python environment of its own that may be missing. */
export interface OptionalContender {
  title: string;
  environment: ReturnType<typeof pythonEnvironment>;
  /** Its program. */
  program: string;
  /** Variables that it gets. */
  settings?: Readonly<Record<string, string>>;
}

const optional = (name: string, { title, size }: { title: string; size: string }): OptionalContender => {
  const folder = path.join('scripts', 'bench', `${name}-contender`);
  return {
    title,
    environment: pythonEnvironment(`${name}-venv`, {
      title: `${title} for the benchmark, ${size}`,
      requirements: path.join(folder, 'requirements.txt'),
    }),
    program: path.join(folder, 'contender.py'),
  };
};

const pytorch = optional('pytorch', {
  title: 'PyTorch',
  size: '3 GB to download and 5.6 GB on the disk on Linux',
});

/**
 * The contenders that a run can do without, by name. Their environments are made when a row first
 * needs them.
 */
export const OPTIONAL_CONTENDERS = {
  pytorch: {
    ...pytorch,
    // What it compiles is kept with it, so that the next run need not wait for it again.
    settings: { TORCHINDUCTOR_CACHE_DIR: path.join(pytorch.environment.folder, 'compiled') },
  },
  onnxruntime: optional('onnxruntime', { title: 'ONNX Runtime', size: '0.2 GB' }),
  openvino: optional('openvino', { title: 'OpenVINO', size: '0.3 GB' }),
} satisfies Record<string, OptionalContender>;

/** The name of a contender that a run can do without. */
export type OptionalName = keyof typeof OPTIONAL_CONTENDERS;

export const OPTIONAL_NAMES = Object.keys(OPTIONAL_CONTENDERS) as OptionalName[];

/**
 * Whether a contender is one that a run can do without.
 *
 * @example isOptional('auto') // false
 */
export const isOptional = (name: string): name is OptionalName => name in OPTIONAL_CONTENDERS;
