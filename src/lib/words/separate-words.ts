/**
 * A name in camel case as words in lower case.
 *
 * @example separateWords('batchSize', '-'); // 'batch-size'
 */
export function separateWords(name: string, separator: string): string {
  return name.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`);
}
