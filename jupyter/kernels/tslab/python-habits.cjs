'use strict';

/** @typedef {import('tslab/dist/converter').Diagnostic} Diagnostic */

/**
 * Lines that mean something to IPython, with a sentence of help each. They are no TypeScript, so
 * that the compiler's errors about them tell nothing.
 *
 * @type {[RegExp, (found: string) => string][]}
 */
const LINES = [
  [
    /^\s*!\s*[\w./~]+(?:\s|$)/,
    (line) => {
      const command = line.trim().slice(1).trim();
      return `\`${line.trim()}\` runs no command here: use \`(await import('node:child_process')).execSync(${quote(command)}).toString()\`, or a terminal (File > New > Terminal).`;
    },
  ],
  [
    /^\s*%%?time(?:it)?\b/,
    (line) =>
      `\`${line.trim()}\` is IPython's: write \`console.time('cell')\` first and \`console.timeEnd('cell')\` last.`,
  ],
  [
    /^\s*%{1,2}\w+/,
    (line) =>
      `\`${line.trim()}\` is IPython's: this kernel has no magic commands, and needs none to show figures.`,
  ],
  [
    /^\s*(?:\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*$/,
    (line) => {
      const name = line.trim().replace(/^\?+|\?+$/g, '');
      return `\`${line.trim()}\` is IPython's: put the cursor behind \`${name}\` and press Shift+Tab.`;
    },
  ],
  [/^\s*#(?!!)/, () => 'A comment begins with `//` in TypeScript, not with `#`.'],
  [
    /^\s*import\s+[\w.]+\s+as\s+\w+\s*$/,
    () => "In TypeScript: `import * as name from 'package'`, with the package installed by npm.",
  ],
  [
    /^\s*from\s+[\w.]+\s+import\b/,
    () => "In TypeScript: `import { name } from 'package'`, with the package installed by npm.",
  ],
  [/^\s*def\s+\w+\s*\(/, () => 'In TypeScript: `function name(parameter: number) { return …; }`.'],
  [/^\s*for\s+\w+\s+in\s.*:\s*$/, () => 'In TypeScript: `for (const value of values) { … }`.'],
  [/^\s*elif\b/, () => 'In TypeScript: `else if (…) { … }`.'],
  [
    /^\s*(?:if|while|else|try|class|with)\b[^{]*:\s*$/,
    () => 'A block is in braces in TypeScript, not behind a colon: `if (…) { … }`.',
  ],
  [/\blambda\b[^:]*:/, () => 'In TypeScript: `(x) => x + 1` for `lambda x: x + 1`.'],
  [/\bf''/, () => 'In TypeScript: a text in backticks with `${value}` in it, for an f-string.'],
  [/[\w)\]]\s+and\s+[\w(!]/, () => '`and` is Python: write `&&`.'],
  [/[\w)\]]\s+or\s+[\w(!]/, () => '`or` is Python: write `||`.'],
  [/(?:^|[=(,&|])\s*not\s+[\w(]/, () => '`not` is Python: write `!`.'],
];

/** Texts and comments, in which words are only words; also a text without its end. */
const TEXTS = /(\bf)?(["'`])(?:\\.|(?!\2).)*(?:\2|$)|\/\/.*$/g;

/**
 * Names that Python has and TypeScript does not find, with a sentence of help each.
 *
 * @type {Record<string, string>}
 */
const NAMES = {
  print: 'print() is Python: use `console.log(…)`, or leave the value in the last line of the cell.',
  input: "input() is Python: use `await prompt('…')`.",
  len: 'len() is Python: use `values.length`, or `size` of a Map or Set.',
  range: 'range(n) is Python: use `[...Array(n).keys()]`, or `for (let i = 0; i < n; i++)`.',
  True: 'True is Python: write `true`.',
  False: 'False is Python: write `false`.',
  None: 'None is Python: write `null` or `undefined`.',
};

/** TypeScript's codes for "Cannot find name", with and without a suggestion. */
const CANNOT_FIND = [2304, 2552, 2584];

/** TypeScript's codes below this are the parser's. */
const FIRST_SEMANTIC = 2000;

/**
 * Replaces the compiler's errors about what is Python or IPython by a sentence of help for each
 * line. Errors of types and names elsewhere stay; the parser's go, since they may follow from
 * those lines.
 *
 * @param {readonly Diagnostic[]} diagnostics
 * @param {string} source the cell
 * @returns {Diagnostic[]}
 */
function explainPython(diagnostics, source) {
  const lines = source.split('\n');
  /** @type {Map<number, Diagnostic>} */
  const helped = new Map();
  for (const diagnostic of diagnostics) {
    const help = diagnostic.fileName === undefined ? helpForLine(diagnostic, lines) : undefined;
    const { line } = diagnostic.start;
    if (help !== undefined && !helped.has(line)) helped.set(line, { ...diagnostic, messageText: help });
  }
  const others = diagnostics
    .filter(({ start, code }) => !helped.has(start.line) && (helped.size === 0 || code >= FIRST_SEMANTIC))
    .map((diagnostic) => ({ ...diagnostic, messageText: helpForName(diagnostic) ?? diagnostic.messageText }));
  return [...helped.values(), ...others].sort((one, two) => one.start.offset - two.start.offset);
}

/**
 * Help with a line, if the parser fails on it or its first word is unknown.
 *
 * @param {Diagnostic} diagnostic
 * @param {readonly string[]} lines
 */
function helpForLine({ start, code, messageText }, lines) {
  const line = lines[start.line] ?? '';
  const [word] = /\w+/.exec(line) ?? [];
  if (code >= FIRST_SEMANTIC && unknownName({ code, messageText }) !== word) return undefined;
  const bare = line.replace(TEXTS, "$1''");
  return LINES.find(([pattern]) => pattern.test(bare))?.[1](line);
}

/** @param {Diagnostic} diagnostic */
function helpForName(diagnostic) {
  const name = unknownName(diagnostic);
  return name !== undefined && Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** @param {Pick<Diagnostic, 'code' | 'messageText'>} diagnostic */
const unknownName = ({ code, messageText }) =>
  CANNOT_FIND.includes(code) ? (/^Cannot find name '(\w+)'/.exec(messageText) ?? [])[1] : undefined;

const quote = (/** @type {string} */ text) => `'${text.replace(/[\\']/g, '\\$&')}'`;

module.exports = { explainPython };
