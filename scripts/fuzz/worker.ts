// Checks many plans in one process. `npm run fuzz` starts it, and restarts it when a plan has
// crashed it.
import { useFastTraining } from '../../src/lib/index';
import { checkPlan, type Verdict } from './check-plan';
import type { Reply, Request } from './isolated-checker';
import { runPlan } from './run-plan';

// The engine warns of graphs that TensorFlow does not accept; their results are checked all the
// same.
process.on('warning', () => undefined);

async function answer({ plan, stockTimes }: Request): Promise<Verdict> {
  if (stockTimes === undefined)
    return checkPlan(plan, { engine: () => useFastTraining({ precision: 'float32' }) });
  for (let i = 0; i < stockTimes; i++) await runPlan(plan);
  return { outcome: 'same', tensors: 0, loose: 0, graphRuns: 0 };
}

process.on('message', (request: Request) => {
  const reply = (said: Reply) => process.send!(said);
  answer(request).then(
    (verdict) => reply({ verdict }),
    (error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
