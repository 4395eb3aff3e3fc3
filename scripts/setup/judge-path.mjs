import path from 'node:path';

/** Characters that no tool here can have in its path, and why. */
const OBSTACLES = new Map([
  ['*', 'Node replaces it when it loads packages that export their files by a pattern'],
  ['?', 'tsx, which loads TypeScript, takes what follows for a query'],
  [path.delimiter, 'it divides the folders of PATH'],
  ['\n', 'programs print one path a line'],
]);

/**
 * Says what keeps the project from working in its folder.
 *
 * @param {string} folder
 * @returns {string | undefined} undefined where nothing does
 * @example judgePath('/home/me/a*b')
 */
export function judgePath(folder) {
  for (const [character, reason] of OBSTACLES)
    if (folder.includes(character))
      return (
        `Expected the project's folder to be without ${JSON.stringify(character)} in its path but found ${JSON.stringify(folder)}: ${reason}. ` +
        'Rename the folder, or move the project, then run the same command again.'
      );
  return undefined;
}
