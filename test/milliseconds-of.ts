/** How long a task takes, in whole milliseconds. */
export async function millisecondsOf(task: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await task();
  return Math.round(performance.now() - began);
}
