/**
 * Escapes a path for tools that take patterns: Python's glob, and those that use it, such as
 * nbconvert.
 *
 * @example escapeGlob('/data [1]/a.ipynb') // '/data [[]1]/a.ipynb'
 */
export const escapeGlob = (file: string): string => file.replace(/[[*?]/g, '[$&]');
