import { integer, object, optional } from '../../src/lib/json/index';
import type { Network } from './measure';
import type { Pool } from './pool';

const SIZE = object({ parameters: integer({ from: 1 }), multiplyAdds: optional(integer({ from: 1 })) });

/** Sizes by network. */
export interface Sizes {
  parameters: Partial<Record<Network, number>>;
  /** Multiply-adds of an image. */
  multiplyAdds: Partial<Record<Network, number>>;
}

/**
 * The size of each network, which has to be the same for every contender: otherwise their work
 * would not be the same.
 *
 * @param options.contenders who has a network of its own, by network
 * @throws when two contenders differ
 */
export async function compareSizes({
  pool,
  contenders: byNetwork,
}: {
  pool: Pick<Pool, 'ask'>;
  contenders: Partial<Record<Network, readonly string[]>>;
}): Promise<Sizes> {
  const sizes: Sizes = { parameters: {}, multiplyAdds: {} };
  const { parameters, multiplyAdds } = sizes;
  for (const [name, contenders] of Object.entries(byNetwork)) {
    const architecture = name as Network;
    for (const contender of contenders) {
      const found = await pool.ask(contender, { task: 'describe', architecture }, SIZE);
      const expected = (parameters[architecture] ??= found.parameters);
      if (found.parameters !== expected)
        throw new Error(
          `Expected ${architecture} of ${contender} to have ${expected} parameters, as that of ${contenders[0]}, but found ${found.parameters}.`,
        );
      multiplyAdds[architecture] ??= found.multiplyAdds;
    }
  }
  return sizes;
}
