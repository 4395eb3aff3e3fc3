// Prints the README's section on performance, filled from out/bench.json: `node scripts/bench/readme-section.mjs`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTENDERS } from './contenders.mjs';
import { figures, verdict } from './table.mjs';
import { readResults } from '../shared/read-results.mjs';
import { runScript } from '../shared/run-script.mjs';

const WAYS = {
  call: 'model(x)',
  predict: 'model.predict(x)',
  generator: 'ImageDataGenerator',
  image_dataset: 'image_dataset_from_directory',
};

/** `keras-float32:call` as readers know it. */
function nameOf(participant) {
  const [name, way] = participant.split(':');
  return `${CONTENDERS[name].title}${WAYS[way] ? `, \`${WAYS[way]}\`` : ''}`;
}

function tableRow(row) {
  const demand = row.must === null ? '' : `${row.better === 'at most' ? '≤ ' : ''}${row.must}x`;
  const share = ({ ours, peer }) =>
    ours === null ? '' : `${(100 * ours).toFixed(0)} % / ${(100 * peer).toFixed(0)} %`;
  const said = { '': '', MISSED: 'missed', holds: 'holds', aim: 'holds' }[verdict(row)];
  const cells = [
    row.title,
    `${nameOf(row.contenders.ours)}: ${figures(row.ours)} ${row.unit}`,
    `${nameOf(row.contenders.peer)}: ${figures(row.peer)} ${row.unit}`,
    `${row.ratio.toFixed(2)}x`,
    [demand, said].filter(Boolean).join(', '),
    share(row.shareOfPeak),
  ];
  return `| ${cells.join(' | ')} |`;
}

/**
 * The section as Markdown: what was compared, on what, and a row for each comparison. The zoo has a page of its own.
 *
 * @param {{ machine: object, rows: object[] }} bench the content of out/bench.json
 * @returns {string}
 */
export function readmeSection({ machine, rows: all }) {
  const rows = all.filter(({ id }) => !id.startsWith('zoo-'));
  const { versions, peak } = machine;
  const missed = rows.filter(({ holds }) => holds === false).length;
  const demanded = rows.filter(({ holds }) => holds !== null).length;
  return `## Performance

\`npm run bench\` runs this project, stock tfjs-node and Keras side by side, in turns, and writes \`out/bench.json\`; \`-- --quick\`
takes one to two minutes. Measured on ${machine.date.slice(0, 10)}: ${machine.processor}, ${machine.cores} cores, ${machine.bfloat16 ? 'with' : 'without'} bfloat16
instructions; Node ${versions.node}, tfjs-node ${versions['tfjs-node']} on TensorFlow ${versions['TensorFlow of tfjs-node']}, Keras ${versions.keras} on TensorFlow ${versions['TensorFlow of Keras']}. Medians of
${machine.rounds} rounds. A ratio above 1 means that this project is the faster; of memory, that it takes more. "Peak" is the share of a
big matrix product's speed (float32 ${figures(peak.float32)}, bfloat16 ${figures(peak.bfloat16)} GFLOP/s) that ours and theirs reach. ${demanded - missed} of ${demanded} demands hold.

| work | ours | theirs | ratio | demanded | peak |
| ---- | ---- | ------ | ----- | -------- | ---- |
${rows.map(tableRow).join('\n')}
`;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await runScript(async () => console.log(readmeSection(readResults('bench'))));
