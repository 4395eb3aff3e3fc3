import { textWidth } from './text-width';

/**
 * Wraps text at spaces, except before a percent sign, so that no line is wider than `width` pixels.
 * A single word that is wider is not broken. Existing line breaks are kept.
 *
 * @example
 * wrapText('predicted Happiness', { width: 80, fontSize: 12 }); // ['predicted', 'Happiness']
 */
export function wrapText(text: string, { width, fontSize }: { width: number; fontSize: number }): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(/ (?!%)/)) {
      const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
      if (lines.length > 0 && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/** Lines of plain text as Plotly's pseudo-HTML: tags and entities are escaped. */
export function plotlyText(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;')).join('<br>');
}
