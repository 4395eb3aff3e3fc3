/** Columns at which docs break. */
const WIDTH = 100;

/**
 * A text as a paragraph in Markdown, broken between words.
 *
 * @param options.bullet whether it is a list's item
 * @example paragraph('One sentence. Another one.');
 */
export function paragraph(text: string, { bullet = false } = {}): string {
  const lines = [''];
  const width = bullet ? WIDTH - 2 : WIDTH;
  // A span of code stays in one line, and so does a number with its percent sign.
  for (const word of text.match(/(?:`[^`]*`|[^\s`]| (?=%))+/g) ?? []) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map((line, i) => (bullet ? `${i ? '  ' : '- '}${line}` : line)).join('\n');
}

/** Texts as a list in Markdown. */
export const bulletList = (texts: readonly string[]): string =>
  texts.map((text) => paragraph(text, { bullet: true })).join('\n');
