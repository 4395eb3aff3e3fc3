/**
 * A wheel on PyPI that C libraries are taken out of. No Python loads them: it is the one place on
 * the package registries that has them for every platform.
 *
 * @typedef {object} Wheel
 * @property {string} name its file name without the Python version: the folder it is unpacked to
 * @property {string} cache the folder in .cache that holds that folder
 * @property {string} package
 * @property {string} version
 * @property {string} tag the platform, as pip names it
 * @property {string} sha256
 * @property {number} bytes
 * @property {string} from the folder in the wheel that holds the libraries
 * @property {string[]} libraries
 */

/**
 * The wheels of one version of a library, by `<platform>-<arch>`, whatever Python the machine has.
 *
 * @typedef {object} Release
 * @property {string} title what messages call it
 * @property {string} cache
 * @property {string} version
 * @property {string} from
 * @property {Record<string, Omit<Wheel, 'name' | 'cache' | 'version' | 'from'> | undefined>} wheels
 */

/**
 * `process.platform`, `process.arch` and, on Linux, glibc's version; undefined if the machine has
 * another C library.
 *
 * @typedef {{ platform: string, arch: string, glibc?: string }} Machine
 */

/**
 * The wheel for a platform.
 *
 * @param {Release} release
 * @param {Machine} machine
 * @returns {{ wheel: Wheel, reason?: undefined } | { wheel?: undefined, reason: string }} the
 *   reason if there is none
 * @example wheelFor(TENSORFLOW, { platform: 'darwin', arch: 'arm64' }).wheel?.package // 'tensorflow'
 */
export function wheelFor({ title, wheels, cache, version, from }, { platform, arch, glibc }) {
  const wheel = wheels[`${platform}-${arch}`];
  if (wheel === undefined)
    return { reason: `PyPI has no wheel of ${title} ${version} for ${platform} on ${arch}` };
  // The tag says which glibc it needs: manylinux_2_27_x86_64.
  const [, needed] = /^manylinux_2_(\d+)_/.exec(wheel.tag) ?? [];
  if (needed !== undefined && !hasGlibc(glibc, Number(needed)))
    return {
      reason: `${title} ${version} needs glibc 2.${needed} or later and this Linux has ${glibc ?? 'another C library'}`,
    };
  return { wheel: { name: `${wheel.package}-${version}-${wheel.tag}`, cache, version, from, ...wheel } };
}

/**
 * @param {string | undefined} version
 * @param {number} needed the number after "2."
 */
function hasGlibc(version, needed) {
  if (version === undefined) return false;
  const [major, minor] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= needed);
}

/**
 * This machine, with glibc's version from a stamp: asking Node for it takes longer than all other checks
 * of a step together.
 *
 * @param {{ glibc?: string }} stamp
 * @returns {Machine}
 */
export const stampedMachine = ({ glibc }) => ({ platform: process.platform, arch: process.arch, glibc });

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
