/**
 * About how wide a text is in the fonts that figures use, in pixels: on the wide side, so that no label is cut off
 * whichever of them a reader's machine has. The shares of the font size are DejaVu Sans' and Verdana's.
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
