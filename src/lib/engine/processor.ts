import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { tf } from './tensorflow';
import { tensorflowVersion } from './tensorflow-version';

/** The hardware and software that training runs on; see {@link describeProcessor}. */
export interface Processor {
  /** The processor's model name as its maker gives it, such as `AMD EPYC`. */
  model: string;
  /** Logical processors visible to this process. */
  cores: number;
  /** Node's name for the instruction set: `x64`, `arm64`, … */
  architecture: string;
  /** The relevant instruction-set extensions, by the Linux kernel's names, most basic first. */
  features: string[];
  /** Whether the processor multiplies bfloat16 numbers in hardware. */
  bfloat16: boolean;
  /** Version of the TensorFlow library that tfjs-node was built with, such as `2.21.0`. */
  tensorflowVersion: string;
  /** tfjs' name for the current backend: `tensorflow` when the native library is loaded. */
  backend: string;
}

/** Extensions worth reporting, named as in /proc/cpuinfo. `bf16` and `i8mm` are Arm's. */
const NOTED = [
  ['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'amx_int8', 'amx_bf16'],
  ['asimd', 'asimdhp', 'asimddp', 'sve', 'i8mm', 'bf16'],
].flat();

const BFLOAT16 = ['avx512_bf16', 'amx_bf16', 'bf16'];

/** Maps macOS' names (`sysctl hw.optional`) to those of /proc/cpuinfo. */
const MACOS_NAMES: Record<string, string> = {
  'hw.optional.avx1_0': 'avx',
  'hw.optional.avx2_0': 'avx2',
  'hw.optional.fma': 'fma',
  'hw.optional.avx512f': 'avx512f',
  'hw.optional.neon': 'asimd',
  'hw.optional.AdvSIMD': 'asimd',
  'hw.optional.arm.FEAT_FP16': 'asimdhp',
  'hw.optional.arm.FEAT_DotProd': 'asimddp',
  'hw.optional.arm.FEAT_I8MM': 'i8mm',
  'hw.optional.arm.FEAT_BF16': 'bf16',
};

/**
 * Finds the relevant features in the text of Linux' /proc/cpuinfo (`flags` on x64, `Features` on
 * Arm). Their order is fixed.
 *
 * @example featuresOfCpuinfo('flags : fpu avx2 avx512_bf16') // ['avx2', 'avx512_bf16']
 */
export function featuresOfCpuinfo(cpuinfo: string): string[] {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  const present = new Set(line.split(/\s+/));
  return NOTED.filter((feature) => present.has(feature));
}

/**
 * Finds the relevant features in the output of macOS' `sysctl hw.optional` and returns them by
 * Linux' names. Their order is fixed.
 *
 * @example featuresOfSysctl('hw.optional.arm.FEAT_BF16: 1') // ['bf16']
 */
export function featuresOfSysctl(sysctl: string): string[] {
  const present = new Set<string>();
  for (const [, name, value] of sysctl.matchAll(/^(\S+):\s*(\d+)$/gm)) {
    if (value !== '0' && MACOS_NAMES[name]) present.add(MACOS_NAMES[name]);
  }
  return NOTED.filter((feature) => present.has(feature));
}

/** Returns an empty list where the platform cannot tell (Windows, a sandbox without sysctl). */
function readFeatures(): string[] {
  try {
    if (process.platform === 'linux') return featuresOfCpuinfo(readFileSync('/proc/cpuinfo', 'utf8'));
    if (process.platform === 'darwin') {
      return featuresOfSysctl(execFileSync('sysctl', ['hw.optional'], { encoding: 'utf8' }));
    }
  } catch {
    return [];
  }
  return [];
}

/**
 * Describes the processor and the TensorFlow library behind tfjs-node.
 *
 * @example describeProcessor().bfloat16 // true on a processor with AVX512_BF16, AMX or Arm's BF16
 */
export function describeProcessor(): Processor {
  const processors = cpus();
  const features = readFeatures();
  return {
    // On Arm Linux os.cpus() reports an empty model.
    model: processors[0]?.model.trim() || process.arch,
    cores: processors.length,
    architecture: process.arch,
    features,
    bfloat16: features.some((feature) => BFLOAT16.includes(feature)),
    tensorflowVersion: tensorflowVersion() ?? 'not loaded',
    backend: tf.getBackend(),
  };
}
