/**
 * A relative path as the cell of a CSV. Spreadsheets take for a formula what begins like one; with
 * `./` it is still the same path.
 *
 * @example csvPath('=1.jpg') // './=1.jpg'
 */
export const csvPath = (file: string): string => (/^[=+\-@\t\r]/.test(file) ? `./${file}` : file);
