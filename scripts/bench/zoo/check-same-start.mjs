/** How far the losses of the same weights on the same data may lie apart, as a part of them: float32 sums in another order. */
const TOLERANCE = 1e-4;

/**
 * Refuses a model of the zoo that is not the same one for every contender: as many weights, and the same loss before training.
 *
 * @param {string} model
 * @param {{ pool: object, contenders: string[] }} options
 * @throws when two contenders differ
 * @example await checkSameStart('lenet', { pool, contenders: ['float32', 'stock'] });
 */
export async function checkSameStart(model, { pool, contenders }) {
  const [first, ...others] = contenders;
  const expected = await pool.ask(first, { task: 'describeZoo', model });
  for (const contender of others) {
    const found = await pool.ask(contender, { task: 'describeZoo', model });
    const distance = Math.abs(found.loss - expected.loss);
    if (found.parameters !== expected.parameters || !(distance <= TOLERANCE * Math.abs(expected.loss)))
      throw new Error(
        `Expected ${model} of ${contender} to be that of ${first} (${describe(expected)}) but found ${describe(found)}.`,
      );
  }
}

const describe = ({ parameters, loss }) => `${parameters} parameters, loss ${loss}`;
