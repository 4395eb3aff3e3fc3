/**
 * Node's major versions that the project is tested on, with the first minor that every package
 * accepts.
 */
const TESTED = new Map([
  [20, 19],
  [22, 13],
  [24, 0],
]);

/**
 * Checks whether the project runs on a version of Node.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {{ verdict: 'tested' | 'untested' | 'too old', sentence: string }} sentence: for the
 *   terminal
 * @example checkNode('18.20.4').verdict // 'too old'
 */
export function checkNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return {
      verdict: 'too old',
      sentence:
        `Expected Node to be 20.19 or later but found ${version}. Install Node 24 from https://nodejs.org, ` +
        'or with nvm: nvm install 24. Then run the same command again.',
    };
  if (minor >= (TESTED.get(major) ?? Infinity)) return { verdict: 'tested', sentence: `Node ${version}` };
  return {
    verdict: 'untested',
    sentence: `Node ${version} is untested: the project is tested on 20.19, 22 and 24. Continuing anyway.`,
  };
}
