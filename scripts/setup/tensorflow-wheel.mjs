/** TensorFlow's version, the same for every platform. */
export const TENSORFLOW_VERSION = '2.21.0';

/**
 * A wheel of TensorFlow on PyPI.
 *
 * @typedef {object} Wheel
 * @property {string} name its file name without the Python version: the folder it is unpacked to
 * @property {string} package
 * @property {string} tag the platform, as pip names it
 * @property {string} sha256
 * @property {number} bytes
 * @property {string[]} libraries
 */

/**
 * The wheels of that version, one for each platform, whatever Python the machine has: only the C
 * library and its headers are used. Hashes from https://pypi.org/simple/tensorflow/ and
 * …/tensorflow-cpu/.
 *
 * @type {Record<string, Omit<Wheel, 'name'> | undefined>}
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
 * `process.platform`, `process.arch` and, on Linux, glibc's version; undefined if the machine has
 * another C library.
 *
 * @typedef {{ platform: string, arch: string, glibc?: string }} Machine
 */

/**
 * The wheel for a platform.
 *
 * @param {Machine} machine
 * @returns {{ wheel: Wheel, reason?: undefined } | { wheel?: undefined, reason: string }} the
 *   reason if there is none
 * @example chooseWheel({ platform: 'darwin', arch: 'arm64' }).wheel?.package // 'tensorflow'
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

/** @param {string | undefined} version */
function hasGlibc(version) {
  if (version === undefined) return false;
  const [major, minor] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 27);
}

/**
 * This machine.
 *
 * @returns {Machine}
 */
export function thisMachine() {
  const { platform, arch } = process;
  if (platform !== 'linux') return { platform, arch };
  // @types/node declares the report an object without properties.
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { platform, arch, glibc: header.glibcVersionRuntime };
}
