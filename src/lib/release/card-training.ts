import { formatCount, separateWords } from '../format';
import { isBundledModel } from '../model/bundled-models';
import { CARD_FILES } from './card-files';
import { markdownTable, type MarkdownRow } from '../markdown-table';
import type { ModelCard } from './model-card';

/** How the model was trained: the commands, the recipe, the machine and the curves. */
export function describeTraining({ training, model, data, run, commit }: ModelCard): string {
  const { recipe, command, seed, precision, processor, packages, commits } = training;
  const prefix = `${SETTING_OF[data.kind]} ${data.labels === 'crowd' ? 'FERPLUS=path/to/fer2013new.csv ' : ''}`;
  const rows: MarkdownRow[] = [
    ['images', `${data.kind}, the split train only: ${formatCount(total(data.counts.train))}`],
    ['fingerprint of the data', `\`${data.fingerprint}\``],
    ['network', `${model.architecture}, ${formatCount(model.parameters)} parameters`],
    ['first weights', firstWeights(training)],
    [
      'epochs',
      `${training.epochs} of ${recipe.epochs}; the best, ${training.bestEpoch}, chosen on ${training.chosenOn}`,
    ],
    ...recipeRows(recipe),
    ['seed', `${seed}`],
    ['convolutions in', precision],
    ['machine', `${processor.model}, ${processor.cores} cores (${processor.features.join(' ')})`],
    ['time', `${hours(training.seconds)}, ${(training.seconds / training.epochs).toFixed(0)} s an epoch`],
    [
      'versions',
      Object.entries(packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    [
      'project',
      [...new Set([...commits, ...(commit ? [commit] : [])])].map((id) => `\`${id}\``).join(', ') ||
        'not a git clone',
    ],
  ].map(([what, value]) => ({ what, value }));
  return `## Training

\`\`\`sh
${data.kind === 'FER-2013' ? prefix : ''}${command}
${prefix}npm run release -- models/runs/${run}
${prefix}npm run evaluate
\`\`\`

The same seed on the same machine with the same version of the project gives the same history. ${describeSteps(recipe)}${describeTeachers(training)}

${markdownTable(rows)}

![Loss by epoch](${CARD_FILES.loss})
![Accuracy by epoch](${CARD_FILES.accuracy})
![Learning rate by epoch](${CARD_FILES.learningRate})`;
}

/** How the images are named to a command, where the training's own command does not. */
const SETTING_OF = {
  'FER-2013': 'FER2013=path/to/fer2013.zip',
  'drawn faces': 'FER2013=drawn',
  'own images': 'DATASET=path/to/pictures',
} as const satisfies Record<ModelCard['data']['kind'], string>;

/** The learning rate and which weights count; older recipes had no other than one cycle and average. */
function describeSteps({ schedule = 'one-cycle', averageDecay }: ModelCard['training']['recipe']): string {
  const rate = schedule === 'constant' ? 'is the same at every step' : 'follows a\none-cycle schedule';
  const weights =
    averageDecay === 0 ? 'of the last step' : 'of the exponential moving average of the weights';
  return `The learning rate ${rate}; the scores and the saved weights are those ${weights}.`;
}

/** The numbers of a recipe, whatever they are in the version of the project that trained. */
function recipeRows(recipe: object): [string, string][] {
  return Object.entries(recipe as Record<string, unknown>)
    .filter(([key]) => !['architecture', 'startFrom', 'epochs'].includes(key))
    .map(([key, value]) => {
      const own = key === 'dropout' ? "the network's default" : 'none';
      return [
        separateWords(key, ' '),
        value === null
          ? own
          : typeof value === 'object'
            ? `\`${JSON.stringify(value)}\``
            : `${value as number}`,
      ];
    });
}

/** `random`, or where they come from. */
function firstWeights({ recipe, initialWeightsSha256: sum }: ModelCard['training']): string {
  if (!recipe.startFrom) return 'random';
  const model = isBundledModel(recipe.startFrom)
    ? `the bundled model \`${recipe.startFrom}\` of that time`
    : `the model in \`${recipe.startFrom}\``;
  return `those of ${model}${sum ? `, with the SHA-256 \`${sum}\`` : ''}`;
}

function describeTeachers({ recipe, seed }: ModelCard['training']): string {
  const { teachers, teacherShare } = recipe;
  const startFrom = recipe.startFrom && isBundledModel(recipe.startFrom);
  if (!(teacherShare > 0 && (teachers > 0 || startFrom))) return '';
  const seeds = Array.from({ length: teachers }, (_, i) => seed + i).join(', ');
  const smaller =
    teachers > 0 ? `Smaller\nnetworks were trained first, with the seeds ${seeds}; ` : 'It had teachers: ';
  const mean = startFrom
    ? `the mean of the predictions of the bundled model that\nit started from${teachers > 0 ? ' and of these' : ''}`
    : 'the mean of their predictions';
  return ` ${smaller}${mean} for a training image makes up a share of
${teacherShare} of its target (knowledge distillation).`;
}

const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);

function hours(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
