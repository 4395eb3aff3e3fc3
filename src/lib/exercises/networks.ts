import type { tf } from '../engine/tensorflow';
import { summarize } from '../model/index';
import type { EpochRecord } from '../training/index';
import { isClose, right, wrong, type Verdict } from './exercise';

/** Checks 4.1: the weights of one 5x5 convolution from 64 to 128 channels, and of two 3x3. */
export function checkKernelWeights(answer: { one5x5: number; two3x3: number }): Verdict {
  const { one5x5, two3x3 } = answer;
  if (one5x5 === 5 * 5 * 64 * 128 && two3x3 === 3 * 3 * 64 * 128 + 3 * 3 * 128 * 128)
    return right('The pair has more here, because its second convolution works on all 128 channels.');
  if (one5x5 === 5 * 5 * 64 * 128 + 128) return wrong('Leave the biases out: useBias: false.');
  if (one5x5 !== 5 * 5 * 64 * 128)
    return wrong(
      'A kernel has rows x columns x channels in x channels out. The 5x5 goes from 64 to 128 channels.',
    );
  return wrong('The first 3x3 goes from 64 to 128 channels, the second from 128 to 128.');
}

/** Checks 4.2: the shares of compact's last block, 0 to 1. */
export function checkLastBlock(
  answer: { parameters: number; multiplyAdds: number },
  { model }: { model: tf.LayersModel },
): Verdict {
  const { layers, params, multiplyAdds } = summarize(model);
  const own = layers.filter(({ name }) => name.startsWith('block3'));
  const share = {
    parameters: own.reduce((sum, layer) => sum + layer.params, 0) / params,
    multiplyAdds: own.reduce((sum, layer) => sum + layer.multiplyAdds, 0) / multiplyAdds,
  };
  if (answer.parameters > 1) return wrong('Divide by the sum over all layers: a share is at most 1.');
  if (isClose(answer.parameters, share.parameters) && isClose(answer.multiplyAdds, share.multiplyAdds))
    return right('Parameters depend on the channels alone, multiply-adds on the positions too.');
  return wrong("Sum over the layers whose name starts with 'block3', and divide by the sum over all layers.");
}

/** Checks 5.1: how many epochs the last checkpoint holds after an interruption in the second. */
export function checkKeptEpochs(answer: number): Verdict {
  if (answer === 1) return right('The first epoch is kept whole; of the second nothing, so it starts again.');
  if (answer === 2) return wrong('The second epoch was not finished. Read the length of the history.');
  return wrong('A checkpoint is written after every epoch that was finished, and never within one.');
}

/** Checks 5.2: two trainings that differ in their peak alone. */
export function checkPeaks(answer: { usual: readonly EpochRecord[]; high: readonly EpochRecord[] }): Verdict {
  const { usual, high } = answer;
  if (usual.length !== high.length || usual.length === 0)
    return wrong('Train both for the same number of epochs.');
  const ratio = high[0].learningRate / usual[0].learningRate;
  if (!isClose(ratio, 10))
    return wrong(`The second has ${ratio.toFixed(1)} times the learning rate of the first.`);
  const [low, steep] = [usual, high].map((history) => history[history.length - 1].loss.toFixed(2));
  return right(
    `After ${usual.length} epochs the loss is ${low} with the usual peak and ${steep} with the high one.`,
  );
}
