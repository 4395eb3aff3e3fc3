/** TensorFlow's version, the same for every platform. */
export const TENSORFLOW_VERSION = '2.21.0';

/**
 * PyPI's wheels of that version, one for each platform, whatever Python the machine has: only the C library and its
 * headers are taken out. Hashes from https://pypi.org/simple/tensorflow/ and …/tensorflow-cpu/.
 */
const WHEELS = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    tag: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    bytes: 273_829_956,
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  },
  'linux-arm64': {
    package: 'tensorflow',
    tag: 'manylinux_2_27_aarch64',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    bytes: 281_828_020,
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  },
  'darwin-arm64': {
    package: 'tensorflow',
    tag: 'macosx_12_0_arm64',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    bytes: 223_405_849,
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
  },
};

/**
 * The wheel for a platform.
 *
 * @param {{ platform: string, arch: string, glibc?: string }} machine `process.platform`, `process.arch` and, on Linux,
 *   glibc's version; without one the machine has another C library
 * @returns {{ wheel: typeof WHEELS['linux-x64'] & { name: string } } | { reason: string }} a reason when there is none
 * @example chooseWheel({ platform: 'darwin', arch: 'arm64' }).wheel.package // 'tensorflow'
 */
export function chooseWheel({ platform, arch, glibc }) {
  const wheel = WHEELS[`${platform}-${arch}`];
  if (wheel === undefined)
    return { reason: `PyPI has no wheel of TensorFlow ${TENSORFLOW_VERSION} for ${platform} on ${arch}` };
  if (platform === 'linux' && !hasGlibc(glibc))
    return {
      reason: `TensorFlow ${TENSORFLOW_VERSION} needs glibc 2.27 or later and this Linux has ${glibc ?? 'another C library'}`,
    };
  return { wheel: { name: `${wheel.package}-${TENSORFLOW_VERSION}-${wheel.tag}`, ...wheel } };
}

function hasGlibc(version) {
  if (version === undefined) return false;
  const [major, minor] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 27);
}

/** The machine that this is, as {@link chooseWheel} takes it. */
export function thisMachine() {
  const { platform, arch } = process;
  const glibc = platform === 'linux' ? process.report.getReport().header.glibcVersionRuntime : undefined;
  return { platform, arch, glibc };
}
