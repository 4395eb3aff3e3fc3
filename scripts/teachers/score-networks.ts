import type { Dataset } from '../../src/lib/dataset';
import { accuracy, calibratedCrossEntropy, predictedLabels } from '../../src/lib/evaluation';
import type { TeacherRow } from '../shared/docs/teachers';

/** A network's predictions, averaged with the mirror image. */
export interface Predicted extends Pick<TeacherRow, 'name' | 'training' | 'parameters' | 'minutes'> {
  /** `[n * 7]` */
  readonly publicTest: Float32Array;
  /** `[n * 7]` */
  readonly privateTest: Float32Array;
}

/** The images of both tests. */
export type Tests = Readonly<Record<'publicTest' | 'privateTest', Pick<Dataset, 'labels'>>>;

/**
 * Scores networks, and, if there are several, the mean of their predictions: what they would teach.
 * The loss is that on publicTest at the temperature that suits it best, so that it compares what
 * networks know and not how confident they are.
 *
 * @example const rows = scoreNetworks([first, second], tests);
 */
export function scoreNetworks(networks: readonly Predicted[], tests: Tests): TeacherRow[] {
  const rows = networks.map((network) => scoreOne(network, tests));
  return networks.length > 1 ? [...rows, scoreOne(meanOf(networks), tests)] : rows;
}

function scoreOne({ publicTest, privateTest, ...facts }: Predicted, tests: Tests): TeacherRow {
  const { labels } = tests.publicTest;
  return {
    ...facts,
    loss: calibratedCrossEntropy(labels, publicTest),
    publicTest: accuracy(labels, predictedLabels(publicTest)),
    privateTest: accuracy(tests.privateTest.labels, predictedLabels(privateTest)),
  };
}

function meanOf(networks: readonly Predicted[]): Predicted {
  const mean = (split: 'publicTest' | 'privateTest') =>
    networks[0][split].map(
      (_, i) => networks.reduce((sum, network) => sum + network[split][i], 0) / networks.length,
    );
  return {
    name: networks.map(({ name }) => name).join(' + '),
    training: 'the mean of their predictions',
    minutes: undefined,
    parameters: networks.reduce((sum, { parameters }) => sum + parameters, 0),
    publicTest: mean('publicTest'),
    privateTest: mean('privateTest'),
  };
}
