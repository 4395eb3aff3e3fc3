/**
 * A path as tools read it that take patterns: Python's glob, and those that follow it, as nbconvert.
 *
 * @example escapeGlob('/data [1]/a.ipynb') // '/data [[]1]/a.ipynb'
 */
export const escapeGlob = (file) => file.replace(/[[*?]/g, '[$&]');
