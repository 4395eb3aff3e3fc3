import { checkClassNames, isSameClasses } from '../classes';
import { EMOTIONS } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * The names of a model's classes, in the order of its outputs: those given to `createModel` or
 * loaded by `loadModel`. A model without names has the seven emotions if it has seven outputs,
 * otherwise `class 0`, `class 1` and so on.
 *
 * @example const classes = classesOf(model); // ['cat', 'dog']
 */
export function classesOf(model: tf.LayersModel): readonly string[] {
  const names = namesOf(model);
  if (names) return names;
  const count = outputsOf(model);
  if (count === EMOTIONS.length) return EMOTIONS;
  return Array.from({ length: count }, (_, label) => `class ${label}`);
}

/**
 * Gives a model the names of its classes, which `classesOf` returns and `saveModel` writes.
 *
 * @throws ExpectationError if they are not as many as its outputs, or not different
 * @example setClasses(model, { classes: ['cat', 'dog'] });
 */
export function setClasses(model: tf.LayersModel, { classes }: { classes: readonly string[] }): void {
  checkClassNames(classes, "the names of the model's classes");
  if (classes.length !== outputsOf(model))
    throw expectation("the names of the model's classes", {
      expectation: `${outputsOf(model)}, one for each output`,
      found: `${classes.length} (${classes.join(', ')})`,
    });
  model.setUserDefinedMetadata({ ...model.getUserDefinedMetadata(), labels: [...classes] });
}

/**
 * Checks that a model's classes are those of a data set: as many, with the same names in the same
 * order. A model without names only needs as many.
 *
 * @param model
 * @param options
 * @param options.classes the data set's classes, in the order of its labels
 * @param options.what the model's name in errors
 * @param options.data the data set's name in errors
 * @throws ExpectationError that names the model, the data set and both lists of classes
 * @example checkClasses(model, { classes: dataset.classes, what: 'models/mine' });
 */
export function checkClasses(
  model: tf.LayersModel,
  {
    classes,
    what = 'the model',
    data = 'the data set',
  }: { classes: readonly string[]; what?: string; data?: string },
): void {
  const names = namesOf(model);
  if (names ? isSameClasses(names, classes) : outputsOf(model) === classes.length) return;
  throw expectation(`the classes of ${what}`, {
    expectation: `those of ${data}, ${classes.join(', ')},`,
    found: classesOf(model).join(', '),
    advice: 'Use a model that was trained on these classes, or the data that this model was trained on.',
  });
}

/** How many classes a model tells apart: its last dimension. */
function outputsOf(model: tf.LayersModel): number {
  return Number(model.outputs[0].shape.at(-1));
}

/**
 * The names that a model was given; undefined if it has none, or others than its outputs.
 *
 * @example namesOf(createModel({ classes: 3 })) // undefined
 */
export function namesOf(model: tf.LayersModel): readonly string[] | undefined {
  const { labels } = (model.getUserDefinedMetadata() ?? {}) as { labels?: unknown };
  return Array.isArray(labels) && labels.length === outputsOf(model) ? (labels as string[]) : undefined;
}
