/**
 * Reads a program's options from its command line. If they are invalid, prints the reason and the
 * usage and exits with code 2. `--help` prints the usage and exits.
 *
 * @template {{ help: boolean }} Options
 * @param {(args: string[]) => Options} parse throws for invalid arguments
 * @param {string} usage
 * @returns {Options}
 * @example const { quick } = readOptions(parseOptions, USAGE);
 */
export function readOptions(parse, usage) {
  let options;
  try {
    options = parse(process.argv.slice(2));
  } catch (error) {
    console.error(`${sentenceOf(error, usage)}\n\n${usage}`);
    process.exit(2);
  }
  if (options.help) {
    console.log(usage);
    process.exit(0);
  }
  return options;
}

/**
 * Node's message about arguments it can't parse, in the project's form. Its advice is left out: it
 * lacks a closing quote.
 *
 * @param {unknown} error
 * @param {string} usage
 */
function sentenceOf(error, usage) {
  const { code = '', message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (!String(code).startsWith('ERR_PARSE_ARGS')) return message;
  const [command] = usage.split(' --', 1)[0].split('\n', 1);
  const [found] = message.split('. To specify');
  return `Expected the arguments to be those of \`${command}\` but found: ${found}.`;
}
