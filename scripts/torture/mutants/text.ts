import type { Random } from '../../../src/lib/random';
import { mutateBytes } from './bytes';

/** Text that people and programs insert into lines and fields. */
const PIECES = [
  ...[
    '"',
    '""',
    "'",
    ',',
    ';',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '\n\n\n',
    '\0',
    '\ufeff',
    '\u00a0',
    '\u2028',
    '-1',
    '256',
  ],
  ...['7', 'NaN', '1e3', '0x10', '٣', ' ', '=1+1', '\u001b[31m', '€', '\ud83d\ude00', 'null', '3.5'],
];

type Way = (lines: string[], random: Random) => string | undefined;

const pick = <Value>(values: readonly Value[], random: Random) => values[random.integer(values.length)];

const WAYS: readonly Way[] = [
  function field(lines, random) {
    const i = random.integer(lines.length);
    const fields = lines[i].split(',');
    const at = random.integer(fields.length);
    const piece = pick(PIECES, random);
    fields[at] = random.next() < 0.5 ? piece : `${fields[at]}${piece}`;
    lines[i] = fields.join(',');
    return `field ${at + 1} of line ${i + 1} with ${JSON.stringify(piece)}`;
  },
  function character(lines, random) {
    const i = random.integer(lines.length);
    const at = random.integer(lines[i].length + 1);
    const piece = pick(PIECES, random);
    lines[i] = lines[i].slice(0, at) + piece + lines[i].slice(at + random.integer(2));
    return `${JSON.stringify(piece)} at ${at + 1} of line ${i + 1}`;
  },
  function dropField(lines, random) {
    const i = random.integer(lines.length);
    const fields = lines[i].split(',');
    const at = random.integer(fields.length);
    fields.splice(at, 1);
    lines[i] = fields.join(',');
    return `field ${at + 1} of line ${i + 1} removed`;
  },
  function dropLine(lines, random) {
    const i = random.integer(lines.length);
    lines.splice(i, 1);
    return `line ${i + 1} left out`;
  },
  function repeatLine(lines, random) {
    const i = random.integer(lines.length);
    const n = random.next() < 0.9 ? 1 : 500;
    lines.splice(i, 0, ...Array.from({ length: n }, () => lines[i]));
    return `line ${i + 1} ${n + 1} times`;
  },
  function longLine(lines, random) {
    const i = random.integer(lines.length);
    lines[i] += pick([' 1', ',1', 'x', '"'], random).repeat(200_000);
    return `line ${i + 1} very long`;
  },
  function blankLines(lines, random) {
    const i = random.integer(lines.length + 1);
    const n = pick([1, 3, 20_000], random);
    lines.splice(i, 0, ...Array.from({ length: n }, () => ''));
    return `${n} blank lines before line ${i + 1}`;
  },
];

/** Different encodings of the same text. */
const ENCODINGS: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['UTF-16 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without a byte order mark', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16, big endian', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['CRLF line endings', (text) => Buffer.from(text.replace(/\n/g, '\r\n'))],
  ['CR line endings', (text) => Buffer.from(text.replace(/\n/g, '\r'))],
  ['mixed line endings', (text) => Buffer.from(text.replace(/\n/, '\r\n'))],
  ['semicolons', (text) => Buffer.from(text.replace(/,/g, ';'))],
  ['tabs', (text) => Buffer.from(text.replace(/,/g, '\t'))],
];

/**
 * Damages comma-separated text, or changes its encoding.
 *
 * @example mutateText(readFileSync('fer2013.csv'), createRandom(1)).what; // 'line 3 left out'
 */
export function mutateText(text: Uint8Array, random: Random): { bytes: Buffer; what: string } {
  const kind = random.next();
  if (kind < 0.25) return mutateBytes(text, random);
  const whole = Buffer.from(text).toString('utf8');
  if (kind < 0.35) {
    const [what, encode] = pick(ENCODINGS, random);
    return { bytes: encode(whole), what };
  }
  const lines = whole.split('\n');
  const what = pick(WAYS, random)(lines, random) ?? '';
  return { bytes: Buffer.from(lines.join('\n')), what };
}
