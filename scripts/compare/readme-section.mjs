// Prints the README's comparison, filled from out/compare.json: `node scripts/compare/readme-section.mjs`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { figures } from '../bench/table.mjs';
import { busyNote, choice, count, fastNote, percent, withInterval } from './table.mjs';
import { readResults } from '../shared/read-results.mjs';
import { runScript } from '../shared/run-script.mjs';

function tableRow(row) {
  const cells =
    row.absent === undefined
      ? [
          row.title,
          count(row.parameters),
          `${(row.bytes / 1e6).toFixed(2)} MB`,
          choice(row),
          ...['all', 'publicTest', 'privateTest'].map((split) => withInterval(row.scores[split])),
          percent(row.withoutDuplicates.all.accuracy),
          row.macroF1.toFixed(3),
          row.calibrationError.toFixed(3),
          figures(row.imagesPerSecond),
        ]
      : [row.title, ...Array(9).fill(''), `not compared: ${row.absent}`];
  return `| ${cells.join(' | ')} |`;
}

/**
 * The section as Markdown: what was compared, on what, and a row for each contender.
 *
 * @param {{ machine: object, batch: number, rows: object[] }} comparison the content of out/compare.json
 * @returns {string}
 */
export function readmeSection({ machine, batch, rows }) {
  const { versions } = machine;
  const left = rows.find(({ withoutDuplicates }) => withoutDuplicates)?.withoutDuplicates.all.n;
  const notes = [...rows.map(fastNote).map((note) => note && `${note}.`), busyNote(machine)].filter(Boolean);
  return `### How it compares

\`npm run compare\` fetches the peers, shows the same 7,178 test images to everybody, scores all answers with the same
functions and writes \`out/compare.json\`. Each peer gets pixels as its own code decodes and prepares them. Measured on ${machine.date.slice(0, 10)} at commit
${machine.commit}: ${machine.processor}, ${machine.cores} cores; Node ${versions.node}, tfjs-node ${versions['tfjs-node']} on TensorFlow ${versions['TensorFlow of tfjs-node']}${versions.keras ? `, Keras ${versions.keras} on TensorFlow ${versions['TensorFlow of Keras']}` : ''}; float32, batches of ${batch}.
Accuracy in percent with its 95 % interval; where publicTest chose the checkpoint, privateTest is the score to quote.

| system | parameters | size | checkpoint chosen on | all 7,178 | publicTest | privateTest | ${left ? `${count(left)} not in train` : 'not in train'} | macro F1 | calibration error | images/s |
| ------ | ---------- | ---- | -------------------- | --------- | ---------- | ----------- | ------------ | -------- | ----------------- | -------- |
${rows.map(tableRow).join('\n')}
${notes.map((note) => `\n${note}\n`).join('')}`;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await runScript(async () => console.log(readmeSection(readResults('compare'))));
