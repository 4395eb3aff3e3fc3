/**
 * The size of each network, which must be the same for every contender: otherwise they would not do the same work.
 *
 * @param {{ pool: object, contenders: string[], architectures: string[] }} options
 * @returns {Promise<{ parameters: Record<string, number>, multiplyAdds: Record<string, number> }>} by architecture;
 *   multiply-adds of an image
 * @throws when two contenders differ
 */
export async function compareSizes({ pool, contenders, architectures }) {
  const [parameters, multiplyAdds] = [{}, {}];
  for (const architecture of architectures) {
    for (const contender of contenders) {
      const found = await pool.ask(contender, { task: 'describe', architecture });
      parameters[architecture] ??= found.parameters;
      if (found.parameters !== parameters[architecture])
        throw new Error(
          `Expected ${architecture} of ${contender} to have ${parameters[architecture]} parameters, as that of ${contenders[0]}, but found ${found.parameters}.`,
        );
      multiplyAdds[architecture] ??= found.multiplyAdds;
    }
  }
  return { parameters, multiplyAdds };
}
