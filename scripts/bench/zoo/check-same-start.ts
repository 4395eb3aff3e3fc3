import { integer, number, object, type ValueOf } from '../../../src/lib/json/index';
import type { Pool } from '../pool';

/**
 * How far the losses of equal weights on equal data may differ, as a share of them: float32 sums in
 * another order.
 */
const TOLERANCE = 1e-4;

const START = object({ parameters: integer({ from: 1 }), loss: number() });

/**
 * Refuses a model of the zoo that differs between contenders: in its number of weights, or in its
 * loss before training.
 *
 * @throws when two contenders differ
 * @example await checkSameStart('lenet', { pool, contenders: ['float32', 'stock'] });
 */
export async function checkSameStart(
  model: string,
  { pool, contenders }: { pool: Pick<Pool, 'ask'>; contenders: readonly string[] },
): Promise<void> {
  const [first, ...others] = contenders;
  const command = { task: 'describeZoo', model };
  const expected = await pool.ask(first, command, START);
  for (const contender of others) {
    const found = await pool.ask(contender, command, START);
    const distance = Math.abs(found.loss - expected.loss);
    if (found.parameters !== expected.parameters || !(distance <= TOLERANCE * Math.abs(expected.loss)))
      throw new Error(
        `Expected ${model} of ${contender} to be that of ${first} (${describe(expected)}) but found ${describe(found)}.`,
      );
  }
}

const describe = ({ parameters, loss }: ValueOf<typeof START>) => `${parameters} parameters, loss ${loss}`;
