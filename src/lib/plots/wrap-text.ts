import { textWidth } from './text-width';

/**
 * Breaks a text at its spaces, but for those before a percent sign, so that no line is wider than `width` pixels; a
 * single word that is stays whole. Line breaks already in it stay.
 *
 * @example wrapText('taken for Happiness', { width: 80, fontSize: 12 }); // ['taken for', 'Happiness']
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

/** Lines of plain text as Plotly's pseudo-HTML: what looks like a tag or an entity is escaped. */
export function plotlyText(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;')).join('<br>');
}
