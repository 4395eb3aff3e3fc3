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
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  if (options.help) {
    console.log(usage);
    process.exit(0);
  }
  return options;
}
