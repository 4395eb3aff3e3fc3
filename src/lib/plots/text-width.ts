/**
 * An estimate of the width of text in the figures' fonts, in pixels. It is an upper estimate, so
 * that no label is cut off with any of the fonts. The widths relative to the font size are those of
 * DejaVu Sans and Verdana.
 *
 * @example textWidth('Happiness', 13); // 77
 */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * fontSize;
}

function characterWidth(character: string): number {
  if (/[ijlI.,:;|!'`]/.test(character)) return 0.33;
  if (/[\sftr()[\]{}/\\"-]/.test(character)) return 0.41;
  if (/[mwMW@%→]/.test(character)) return 0.95;
  if (/[A-Z]/.test(character)) return 0.7;
  return 0.63;
}
