/**
 * A relative path or a name as the cell of a CSV. Spreadsheets take for a formula what begins like
 * one; with `./` a path is still the same.
 *
 * @example csvName('=1.jpg') // './=1.jpg'
 */
export const csvName = (name: string): string => (/^[=+\-@\t\r]/.test(name) ? `./${name}` : name);
