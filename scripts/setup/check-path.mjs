import path from 'node:path';

/** Characters that break a tool when the project's path contains them, and why. */
const OBSTACLES = new Map([
  ['*', 'Node replaces it when it loads a package that exports its files by a pattern'],
  ['?', 'tsx, which loads TypeScript, reads what follows as a query'],
  [path.delimiter, 'it separates the folders in PATH'],
  ['\n', 'programs print one path per line'],
]);

/**
 * Checks whether the project can work in a folder.
 *
 * @param {string} folder
 * @returns {string | undefined} what prevents it; undefined if nothing does
 * @example checkPath('/home/me/a*b')
 */
export function checkPath(folder) {
  for (const [character, reason] of OBSTACLES)
    if (folder.includes(character))
      return (
        `Expected the path of the project's folder to contain no ${JSON.stringify(character)} ` +
        `but found ${JSON.stringify(folder)}: ${reason}. ` +
        'Rename the folder, or move the project, then run the same command again.'
      );
  return undefined;
}
