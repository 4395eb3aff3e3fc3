/**
 * A text from outside, such as a file's name or a value in a file, as it may be shown on a terminal or a page: what could
 * steer a terminal is escaped (`\u001b`), a text over the longest length is cut in its middle.
 *
 * @param options.longest in UTF-16 code units
 * @example printable('\u001b[2Jface.jpg') // '\\u001b[2Jface.jpg'
 */
export declare function printable(text: string, options?: { longest?: number }): string;
