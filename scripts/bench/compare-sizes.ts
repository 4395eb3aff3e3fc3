import type { Architecture } from '../../src/lib/index';
import { integer, object, optional } from '../../src/lib/json/index';
import type { Pool } from './pool';

const SIZE = object({ parameters: integer({ from: 1 }), multiplyAdds: optional(integer({ from: 1 })) });

/** Sizes by architecture. */
export interface Sizes {
  parameters: Partial<Record<Architecture, number>>;
  /** Multiply-adds of an image. */
  multiplyAdds: Partial<Record<Architecture, number>>;
}

/**
 * The size of each network, which has to be the same for every contender: otherwise their work
 * would not be the same.
 *
 * @throws when two contenders differ
 */
export async function compareSizes({
  pool,
  contenders,
  architectures,
}: {
  pool: Pick<Pool, 'ask'>;
  contenders: readonly string[];
  architectures: readonly Architecture[];
}): Promise<Sizes> {
  const sizes: Sizes = { parameters: {}, multiplyAdds: {} };
  const { parameters, multiplyAdds } = sizes;
  for (const architecture of architectures) {
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
