import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runCampaign } from '../../scripts/fuzz/campaign';
import { generatePlan } from '../../scripts/fuzz/generate/index';
import { checkPlan } from '../../scripts/fuzz/check-plan';
import { parseOptions } from '../../scripts/fuzz/options';
import type { Plan } from '../../scripts/fuzz/plan';
import { renderBody, renderProgram } from '../../scripts/fuzz/render';
import { shrink } from '../../scripts/fuzz/shrink';
import { useFastTraining } from '../../src/lib/engine/index';
import { plant, PLANTED_FAULTS } from './fuzz-faults';

const engine = () => useFastTraining({ precision: 'float32' });

before(() => {
  // Stock tells of unroll and of trainable flags that were changed without a compile(), again and
  // again.
  console.warn = () => undefined;
});

describe('the options of npm run fuzz', () => {
  it('have defaults', () => {
    assert.deepEqual(parseOptions([]), { networks: 200, seed: 1, single: undefined });
  });

  it('are read', () => {
    assert.deepEqual(parseOptions(['--networks', '2000', '--seed', '7', '--case', '12']), {
      networks: 2000,
      seed: 7,
      single: 12,
    });
  });

  for (const args of [['--networks', '0'], ['--seed', '-1'], ['--case=1.5'], ['--case', ''], ['--loud']])
    it(`name what can't be: ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), {
        name: /^(Expectation|Script)Error$/,
        message: /^Expected (--|the arguments)/,
      });
    });
});

describe('a random network', () => {
  it('is the same for the same seed and number, and another one for others', () => {
    const texts = [generatePlan(1, 5), generatePlan(1, 5), generatePlan(1, 6), generatePlan(2, 5)].map(
      renderBody,
    );
    assert.equal(texts[0], texts[1]);
    assert.equal(new Set(texts).size, 3);
  });
});

describe('the fuzzer', () => {
  for (const fault of PLANTED_FAULTS)
    it(`finds ${fault.name}`, async () => {
      const found = await findFault(fault.where, () => plant(fault));
      assert.ok(found, 'not found in 12 networks that it shows in');
    });

  it('finds nothing where there is nothing', async () => {
    for (let number = 0; number < 5; number++) {
      const { outcome } = await checkPlan(generatePlan(3, number), { engine: () => () => undefined });
      assert.notEqual(outcome, 'fault');
    }
  });

  it('does not take the rounding of a training that diverges for a fault', async () => {
    // A stateful ReLU network whose loss reaches 1e18 in seven steps.
    const { outcome } = await checkPlan(generatePlan(21, 960), { engine });
    assert.equal(outcome, 'same');
  });

  it('makes a faulty network small, and a program of it', async () => {
    const fault = PLANTED_FAULTS[0];
    const checkPlanted = (plan: Plan) => checkPlan(plan, { engine: () => plant(fault) });
    const found = await findFault(fault.where, () => plant(fault));
    assert.ok(found);
    const small = await shrink(found.plan, { fault: found.fault, check: checkPlanted, seconds: 60 });
    assert.ok(small.plan.network.nodes.length <= 3, renderBody(small.plan));
    const program = renderProgram(small.plan);
    assert.match(program, /tanh/);
    assert.match(program, /from '.\/src\/lib\/index'/);
  });
});

async function findFault(where: RegExp, faulty: () => () => void) {
  for (let number = 0, tried = 0; tried < 12; number++) {
    const plan = generatePlan(11, number);
    if (!where.test(JSON.stringify(plan))) continue;
    tried++;
    const verdict = await checkPlan(plan, { engine: faulty });
    if (verdict.outcome === 'fault') return { plan, fault: verdict.fault };
  }
  return undefined;
}

describe('useFastTraining()', () => {
  it('does in 160 random networks what stock tfjs-node does', async () => {
    const { tried, impossible, tensors, loose, graphs, same, findings } = await runCampaign({
      seed: 1,
      numbers: Array.from({ length: 160 }, (_, i) => i),
      check: (plan) => checkPlan(plan, { engine }),
      shrinkSeconds: 20,
    });
    const [first] = findings;
    assert.equal(
      findings.length,
      0,
      first && `${first.fault.kind}: ${first.fault.text}\n${first.command}\n\n${renderProgram(first.plan)}`,
    );
    // What is compared says something: most run, many of them as graphs, and few numbers within a
    // wide tolerance.
    const thrown = [...impossible.values()].reduce((a, b) => a + b, 0);
    assert.ok(thrown < 0.15 * tried, `${thrown} of ${tried} throw in stock tfjs-node`);
    assert.ok(loose < 0.1 * tensors, `${loose} of ${tensors} tensors within a wide tolerance`);
    assert.ok(graphs > 0.3 * same, `${graphs} of ${same} by graphs`);
  });
});
