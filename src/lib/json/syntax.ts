/** The first position at which a text is not valid JSON. */
export interface SyntaxFault {
  /** In UTF-16 code units from the beginning of the text. */
  offset: number;
  /** Starts at 1. */
  line: number;
  /** Starts at 1. */
  column: number;
  /** What JSON allows there, in words that follow "to be": `a comma or "]"`. */
  expectation: string;
  /** What was found there. */
  found: string;
}

/** A number, `true`, `false` or `null` at the end of the last match. */
const WORD = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const SPACE = /[ \t\n\r]*/y;

/** The escapes in a string, after the backslash. */
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/**
 * Finds the first syntax error in JSON. The errors of `JSON.parse` differ between versions of Node
 * and often lack the position.
 *
 * @returns undefined for valid JSON
 * @example
 * findSyntaxFault('[1, 2');
 * // { line: 1, column: 6, expectation: 'a comma or "]"', found: 'the end of the file', … }
 */
export function findSyntaxFault(text: string): SyntaxFault | undefined {
  const closers: ('}' | ']')[] = [];
  let at = skip(SPACE, 0);
  let wanted: 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end' = 'value';

  function skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.test(text) ? pattern.lastIndex : from;
  }
  /**
   * Returns the end of a string that begins at `from`, or the negated position of an error in it.
   */
  function endOfString(from: number): number {
    for (let i = from + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x22) return i + 1;
      if (code < 0x20) return -i;
      if (code === 0x5c) {
        const end = skip(ESCAPE, i + 1);
        if (end === i + 1) return -i;
        i = end - 1;
      }
    }
    return -text.length;
  }
  const after = () => (closers.length ? 'comma' : 'end');
  const fault = (offset: number, expectation: string): SyntaxFault => {
    const lines = text.slice(0, offset).split('\n');
    const found = offset < text.length ? String.fromCodePoint(text.codePointAt(offset)!) : undefined;
    return {
      ...{ offset, line: lines.length, column: lines[lines.length - 1].length + 1, expectation },
      found: found === undefined ? 'the end of the file' : found === '"' ? `'"'` : JSON.stringify(found),
    };
  };

  while (at < text.length || wanted !== 'end') {
    const character = text[at];
    const closer = closers[closers.length - 1];
    if (wanted === 'end') return fault(at, 'the end of the file');
    if (wanted === 'colon') {
      if (character !== ':') return fault(at, 'a colon');
      [at, wanted] = [at + 1, 'value'];
    } else if (wanted === 'comma' && character === ',') {
      [at, wanted] = [at + 1, closer === '}' ? 'key' : 'value'];
    } else if (character === closer && (wanted === 'comma' || wanted.endsWith(closer))) {
      closers.pop();
      [at, wanted] = [at + 1, after()];
    } else if (wanted === 'comma') {
      return fault(at, `a comma or "${closer}"`);
    } else if (character === '"') {
      const end = endOfString(at);
      if (end < 0) return fault(-end, 'a part of a string, or its closing quotation mark');
      [at, wanted] = [end, wanted.startsWith('key') ? 'colon' : after()];
    } else if (wanted.startsWith('key')) {
      return fault(at, wanted === 'key' ? "a field's name in quotation marks" : 'a field\'s name or "}"');
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      [at, wanted] = [at + 1, character === '{' ? 'key or }' : 'value or ]'];
    } else {
      const end = skip(WORD, at);
      if (end === at) return fault(at, wanted === 'value' ? 'a value' : 'a value or "]"');
      [at, wanted] = [end, after()];
    }
    at = skip(SPACE, at);
  }
  return undefined;
}
