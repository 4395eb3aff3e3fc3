/**
 * Makes untrusted text, such as a file's name or a value in a file, safe to print: characters that could
 * control a terminal are escaped (`\u001b`), and a text that is too long is shortened in its middle.
 *
 * @param options.longest in UTF-16 code units
 * @example printable('\u001b[2Jface.jpg') // '\\u001b[2Jface.jpg'
 */
export declare function printable(text: string, options?: { longest?: number }): string;
