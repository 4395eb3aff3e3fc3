import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../shared/environment.mjs';
import { replaceBetween } from '../../shared/replace-between.cjs';
import { ScriptError } from '../../shared/script-error.mjs';
import { writeFile } from '../../shared/write-file.mjs';
import { ZOO_KINDS, ZOO_WAYS } from './kinds.mjs';

const PAGE = 'docs/zoo.md';
const MARKS = { begin: '<!-- zoo: begin -->', end: '<!-- zoo: end -->' };
const METHODS = Object.values(ZOO_WAYS).map((method) => `\`${method}()\``);

/**
 * What the zoo's rows found, as the page tells it: machine, versions, command, and a row for each kind of model.
 *
 * @param {{ machine: object, rows: object[] }} bench the content of out/bench.json; rows of others are left out
 * @throws {ScriptError} where a row of the zoo is missing
 */
export function zooText({ machine, rows }) {
  const zoo = ZOO_KINDS.map(({ name, title }) => ({
    title,
    ways: Object.keys(ZOO_WAYS).map((way) => find(rows, `zoo-${name}-${way}/float32/stock`)),
  }));
  const all = zoo.flatMap(({ ways }) => ways);
  const held = all.filter(({ holds }) => holds).length;
  const { versions, date, processor, cores, commit, rounds, loadAtStart, seconds } = machine;
  const facts = [
    date.slice(0, 10),
    `${processor}, ${cores} cores, load ${loadAtStart.toFixed(1)} at the start`,
    `Node ${versions.node}, tfjs-node ${versions['tfjs-node']} on TensorFlow ${versions['TensorFlow of tfjs-node']}`,
    ...(commit ? [`commit ${commit}`] : []),
  ];
  return [
    `\`npm run bench -- --rows zoo\`, ${Math.ceil(seconds / 60)} minutes, ${rounds} rounds; ${facts.join('; ')}. ${held} of ${all.length} demands hold.`,
    [
      `| model | ${METHODS.join(' | ')} |`,
      `| ----- | ${METHODS.map(() => '---').join(' | ')} |`,
      ...zoo.map(({ title, ways }) => `| ${title} | ${ways.map(cell).join(' | ')} |`),
    ].join('\n'),
  ].join('\n\n');
}

function find(rows, id) {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row)
    throw new ScriptError(`Expected a row ${id} but found none. Run \`npm run bench -- --rows zoo\`.`);
  return row;
}

function cell({ ratio, spread, must, holds }) {
  const { low, high } = spread.ratio;
  return `${ratio.toFixed(2)}x (${low.toFixed(2)}–${high.toFixed(2)})${holds ? '' : `, missed: ${must}x`}`;
}

/**
 * Puts what the zoo's rows found into its page.
 *
 * @param {{ machine: object, rows: object[] }} bench the content of out/bench.json
 * @returns {string} the page's path from the project's root
 * @throws {ScriptError} for a page without marks, and as {@link zooText}
 * @example console.log(writeZooPage({ machine, rows }));
 */
export function writeZooPage(bench) {
  const file = path.join(projectRoot, PAGE);
  const written = replaceBetween(readFileSync(file, 'utf8'), { ...MARKS, text: zooText(bench) });
  if (written === undefined)
    throw new ScriptError(
      `Expected ${PAGE} to have the lines ${MARKS.begin} and ${MARKS.end} but found none. Get it from git again: git checkout ${PAGE}.`,
    );
  writeFile(file, written);
  return PAGE;
}
