/** Node's major versions that the project is tried on, with the first minor of each that every package accepts. */
const TRIED = new Map([
  [20, 19],
  [22, 13],
  [24, 0],
]);

/**
 * Says whether set-up may go on with this version of Node.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {{ verdict: 'tried' | 'untested' | 'too old', sentence: string }} the sentence is for the terminal
 * @example judgeNode('18.20.4').verdict // 'too old'
 */
export function judgeNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return {
      verdict: 'too old',
      sentence:
        `Expected Node to be 20.19 or later but found ${version}. Install Node 24 from https://nodejs.org, ` +
        'or with nvm: nvm install 24. Then run the same command again.',
    };
  if (TRIED.has(major) && minor >= TRIED.get(major)) return { verdict: 'tried', sentence: `Node ${version}` };
  return {
    verdict: 'untested',
    sentence: `Node ${version} is untested here: the project is tested on 20.19, 22 and 24. Continuing anyway.`,
  };
}
