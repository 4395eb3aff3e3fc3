import type { tf } from '../engine/tensorflow';
import { isClose, isSameSet, right, wrong, type Verdict } from './exercise';

/** Checks 1.1: the names of the settings that another seed changes. */
export function checkChangedSettings(answer: readonly string[]): Verdict {
  if (isSameSet(answer, ['seed', 'run folder']))
    return right('Another seed is another run, in a folder of its own; no other setting depends on it.');
  if (answer.some((name) => name === name.toUpperCase()))
    return wrong("Take the names from the column 'setting', not the environment variables.");
  if (!answer.includes('seed')) return wrong('Compare the two tables row by row: the seed itself differs.');
  return wrong('Compare the rows of both tables by their values: two rows differ.');
}

/** Checks 1.2: two thirds of the tensor [3, 6, 9]. */
export function checkScaledTensor(answer: tf.Tensor): Verdict {
  const values = [...answer.dataSync()];
  if (values.length !== 3) return wrong(`Expected three numbers but found ${values.length}.`);
  if ([2, 4, 6].every((value, i) => isClose(values[i], value)))
    return right('Operators of tensors are functions and methods here.');
  return wrong(
    `Two thirds of 3, 6, 9 are 2, 4, 6, but this is ${values.map((value) => value.toFixed(2)).join(', ')}.`,
  );
}
