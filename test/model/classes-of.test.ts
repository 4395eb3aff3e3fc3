import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';
import { checkClasses, classesOf, createModel, setClasses } from '../../src/lib/model/index';

describe('classesOf(), setClasses() and checkClasses()', () => {
  const made: tf.LayersModel[] = [];
  const create = (options?: Parameters<typeof createModel>[0]) => {
    made.push(createModel(options));
    return made[made.length - 1];
  };
  after(() => made.forEach((model) => model.dispose()));

  it('give the names that the model was created with', () => {
    assert.deepEqual(classesOf(create()), [...EMOTIONS]);
    assert.deepEqual(classesOf(create({ classes: ['cat', 'dog', 'Anger'] })), ['cat', 'dog', 'Anger']);
  });

  it('number the classes of a model without names, unless they are seven', () => {
    assert.deepEqual(classesOf(create({ classes: 3 })), ['class 0', 'class 1', 'class 2']);
    assert.deepEqual(classesOf(create({ classes: 7 })), EMOTIONS);
  });

  it('name a model later, with a name for each output', () => {
    const model = create({ classes: 2 });
    setClasses(model, { classes: ['no', 'yes'] });
    assert.deepEqual(classesOf(model), ['no', 'yes']);
    assert.throws(
      () => setClasses(model, { classes: ['a', 'b', 'c'] }),
      /names of the model's classes to be 2, one for each output but found 3 \(a, b, c\)/,
    );
  });

  it('accept the same names in the same order, and as many if the model has none', () => {
    checkClasses(create({ classes: ['cat', 'dog'] }), { classes: ['cat', 'dog'] });
    checkClasses(create({ classes: 2 }), { classes: ['cat', 'dog'] });
    checkClasses(create(), { classes: EMOTIONS });
  });

  it('refuse other names, another order and another number, and name the model and the data', () => {
    const of = (classes: readonly string[] | number, wanted: readonly string[]) => () =>
      checkClasses(create({ classes }), { classes: wanted, what: 'models/mine', data: 'animals.zip' });
    const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    assert.throws(
      of(EMOTIONS, seven),
      /Expected the classes of models\/mine to be those of animals\.zip, a, b, c, d, e, f, g, but found Anger, Disgust, Fear, Happiness, Sadness, Surprise, Neutral\. Use a model/,
    );
    assert.throws(
      of(['dog', 'cat'], ['cat', 'dog']),
      /to be those of animals\.zip, cat, dog, but found dog, cat/,
    );
    assert.throws(of(3, ['cat', 'dog']), /but found class 0, class 1, class 2/);
  });
});
