/** The lines that a terminal shows of a text: `\r` goes back to the start of the line. */
export function screen(text: string): string[] {
  return text.split('\n').map((line) => {
    let shown = '';
    for (const part of line.split('\r')) shown = part + shown.slice(part.length);
    return shown.trimEnd();
  });
}
