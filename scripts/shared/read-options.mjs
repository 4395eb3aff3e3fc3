/**
 * A program's options from its command line. What can't be read ends the program with the reason and the usage; so does
 * `--help`, without a reason.
 *
 * @template {{ help: boolean }} Options
 * @param {(args: string[]) => Options} parse throws for what it does not know
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

/** Node's own words on what it can't parse, as a sentence of the project's; without its advice, which has a quote too few. */
function sentenceOf({ code = '', message }, usage) {
  if (!String(code).startsWith('ERR_PARSE_ARGS')) return message;
  const [command] = usage.split(' --', 1)[0].split('\n', 1);
  const [found] = message.split('. To specify');
  return `Expected the arguments to be those of \`${command}\` but found: ${found}.`;
}
