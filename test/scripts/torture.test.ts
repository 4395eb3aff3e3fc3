import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Attack } from '../../scripts/torture/attack';
import { allAttacks, chooseAttacks } from '../../scripts/torture/attacks';
import { runCampaign } from '../../scripts/torture/campaign';
import { findNotFinite } from '../../scripts/torture/find-not-finite';
import { checkError } from '../../scripts/torture/check-error';
import { mutateBytes } from '../../scripts/torture/mutants/bytes';
import { FORMATS } from '../../scripts/torture/mutants/formats/index';
import { mutateJson } from '../../scripts/torture/mutants/json';
import { Worker } from '../../scripts/torture/mutants/pool';
import { mutateText } from '../../scripts/torture/mutants/text';
import { parseOptions } from '../../scripts/torture/options';
import { writeBetween } from '../../scripts/torture/reliability-page';
import { resultTable } from '../../scripts/torture/result-table';
import { expectation } from '../../src/lib/errors';
import { createRandom, deriveSeed } from '../../src/lib/random';

let scratch: string;
before(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'torture-test-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

describe('the options of npm run torture', () => {
  it('have defaults', () => {
    const { minutes, seed, only, cases, single, write } = parseOptions([]);
    assert.deepEqual(
      { minutes, seed, only, cases, single, write },
      {
        ...{ minutes: 30, seed: 1, only: [], write: false },
        ...{ cases: undefined, single: undefined },
      },
    );
  });

  it('are read', () => {
    const read = parseOptions(['--only', 'mutants:csv', '--seed', '7', '--case', '123', '--write']);
    assert.deepEqual([read.only, read.seed, read.single, read.write], [['mutants:csv'], 7, 123, true]);
    assert.equal(parseOptions(['--minutes', '0.5', '--cases', '3']).minutes, 0.5);
  });

  for (const args of [
    ['--minutes', '0'],
    ['--minutes', 'NaN'],
    ['--seed', '-1'],
    ['--seed=1.5'],
    ['--cases', ''],
    ['--case', '3'],
    ['--case', '3', '--only', 'kills,mutants'],
    ['--loud'],
  ])
    it(`name what can't be: ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), {
        name: /^(?:ExpectationError|ScriptError)$/,
        message: /^Expected (--|the arguments)/,
      });
    });

  it('choose attacks by the beginnings of their names', () => {
    const attacks = allAttacks({ seed: 1, scratch, kept: scratch });
    const chosen = (...only: string[]) =>
      chooseAttacks(attacks, { only, minutes: 60 }).map(({ name }) => name);
    assert.deepEqual(chosen('mutants:csv', 'kills:cache'), ['mutants:csv', 'kills:cache']);
    assert.ok(chosen('mutants').length > 10);
    assert.equal(chosen().length, attacks.length);
    const short = chooseAttacks(attacks, { only: [], minutes: 5 }).map(({ name }) => name);
    assert.ok(!short.includes('kills:set-up') && short.includes('kills:training'));
    assert.equal(chooseAttacks(attacks, { only: ['kills:set-up'], minutes: 5 }).length, 1);
    assert.throws(
      () => chosen('mutants:cs'),
      /Expected --only to be some of .*mutants:csv.* but found mutants:cs\./,
    );
  });
});

describe('mutants', () => {
  const json = Buffer.from('{"emotions":["Anger","Fear"],"n":[1,2,3],"deep":{"er":{"x":0.5}}}');
  const csv = Buffer.from(
    `emotion,pixels,Usage\n${Array.from({ length: 9 }, (_, i) => `${i % 7},${i} 2 3,Training`).join('\n')}\n`,
  );

  for (const [name, mutate] of Object.entries({ mutateBytes, mutateJson, mutateText })) {
    const text = name === 'mutateText' ? csv : json;
    it(`of ${name}() depend on the seed alone, and nearly all are damaged`, () => {
      const make = (number: number) => mutate(text, createRandom(deriveSeed(7, number)));
      const numbers = Array.from({ length: 300 }, (_, i) => i);
      const all = numbers.map(make);
      assert.deepEqual(numbers.map(make), all);
      assert.ok(new Set(all.map(({ bytes }) => bytes.toString('latin1'))).size > 200);
      assert.ok(all.filter(({ bytes }) => !bytes.equals(text)).length > 270);
    });
  }
});

describe('checkError()', () => {
  it("takes the project's own errors that name what they are about", () => {
    const error = expectation('/a/b.csv', { expectation: 'whole', found: 'half of it' });
    assert.equal(checkError(error, { names: ['/a'] }), undefined);
    assert.match(checkError(error, { names: ['/c'] }) ?? '', /names neither file nor setting/);
  });

  it('takes no other error', () => {
    assert.match(checkError(new TypeError('x'), { names: [] }) ?? '', /ended in TypeError/);
    assert.match(checkError('x', { names: [] }) ?? '', /threw string/);
    const steering = expectation('x', { expectation: 'y', found: 'z' });
    steering.message += '\u001b[2J';
    assert.match(checkError(steering, { names: [] }) ?? '', /raw character "\\u001b"/);
  });
});

describe('findNotFinite()', () => {
  it('finds numbers that are none, wherever they are', () => {
    assert.equal(findNotFinite({ a: [1, { b: NaN }] }), 'a.1.b');
    assert.equal(findNotFinite([Float32Array.of(1, Infinity)]), '0.1');
    assert.equal(findNotFinite({ a: [1, 'NaN', null] }), undefined);
  });
});

describe('a campaign', () => {
  const attack = (name: string, options: Partial<Attack> = {}): Attack => ({
    ...{ name, share: 1, batch: 2 },
    run: (cases) =>
      Promise.resolve(
        cases.map((number) => ({
          what: `case ${number}`,
          fault: number === 3 ? 'broken' : undefined,
          milliseconds: number,
        })),
      ),
    ...options,
  });

  it('counts what was tried and names the command that shows a fault again', async () => {
    const tallies = await runCampaign([attack('a'), attack('b', { most: 2 })], {
      seed: 9,
      minutes: 1,
      cases: 5,
    });
    assert.deepEqual(
      tallies.map(({ name, tried, survived, slowestMilliseconds }) => [
        name,
        tried,
        survived,
        slowestMilliseconds,
      ]),
      [
        ['a', 5, 4, 4],
        ['b', 2, 2, 1],
      ],
    );
    assert.deepEqual(tallies[0].faults, [
      { what: 'case 3', fault: 'broken', command: 'npm run torture -- --only a --seed 9 --case 3' },
    ]);
    assert.match(resultTable(tallies), /\| a +\| 5 +\| 4 +\| 1 +\| 0\.0 s +\|/);
    assert.match(resultTable(tallies), /\| all +\| 7 +\| 6 +\| 1 +\|/);
  });

  it('does one case', async () => {
    const [tally] = await runCampaign([attack('a')], { seed: 9, minutes: 1, single: 3 });
    assert.deepEqual([tally.tried, tally.faults.length], [1, 1]);
  });

  it('takes an attack that fails itself for a fault, and says what could not be done', async () => {
    const broken = attack('a', { run: () => Promise.reject(new Error('no such thing')) });
    const missing = attack('b', { prepare: () => Promise.resolve('needs root') });
    const tallies = await runCampaign([broken, missing, attack('c')], { seed: 9, minutes: 1, cases: 2 });
    assert.match(tallies[0].faults[0].fault, /no such thing/);
    assert.equal(tallies[1].skipped, 'needs root');
    assert.equal(tallies[2].survived, 2);
    assert.match(resultTable(tallies), /skipped: needs root/);
  });

  it('gives each attack its share of the time', async () => {
    const slow = (name: string, share: number) =>
      attack(name, {
        ...{ share, batch: 1 },
        run: async ([number]) => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          return [{ what: `case ${number}`, milliseconds: 10 }];
        },
      });
    const [a, b] = await runCampaign([slow('a', 3), slow('b', 1)], { seed: 9, minutes: 0.01 });
    assert.ok(a.tried > 2 * b.tried && b.tried > 0, `${a.tried} and ${b.tried}`);
  });
});

describe('the worker that reads mutants', { timeout: 120_000 }, () => {
  it('notices every kind of fault, and none where there is none', async () => {
    const kept = path.join(scratch, 'kept');
    const worker = new Worker(path.join(scratch, 'worker'), kept, { milliseconds: 5000, bytes: 1e9 });
    const originals = path.join(scratch, 'originals');
    const found: Record<string, string | undefined> = {};
    try {
      await worker.prepare('faulty', originals);
      for (let number = 0; number < 200 && Object.keys(found).length < 11; number++) {
        const seed = 1;
        // Only those that were not seen yet take their time.
        const request = { do: 'attack', format: 'faulty', originals, seed, salt: 1, number } as const;
        if (variantOf(number) in found) continue;
        const { what, fault } = await worker.attack(request, `case-${number}`);
        found[what] = fault;
        assert.equal(existsSync(path.join(kept, `case-${number}`, 'file.txt')), fault !== undefined, what);
      }
    } finally {
      await worker.close();
    }
    assert.equal(found.right, undefined);
    assert.equal(found.named, undefined);
    assert.match(found.raw ?? '', /^ended in TypeError/);
    assert.match(found.unnamed ?? '', /names neither file nor setting/);
    assert.match(found.steering ?? '', /raw character/);
    assert.match(found.silent ?? '', /^damage that was not noticed/);
    assert.match(found.numberless ?? '', /^accepted, with NaN/);
    assert.match(found.hanging ?? '', /^took more than 5 s/);
    assert.match(found.crashing ?? '', /^ended the process with SIGABRT/);
    assert.match(found.greedy ?? '', /^filled \d\.\d GB/);
    assert.match(found.stray ?? '', /an unhandled error: Error: nobody waits for this/);
  });

  /** The worker's own first choice, made here to pass over what was seen. */
  function variantOf(number: number): string {
    const names = ['crashing', 'greedy', 'hanging', 'named', 'numberless', 'raw'];
    names.push('right', 'silent', 'steering', 'stray', 'unnamed');
    return names[createRandom(deriveSeed(1, 1, number)).integer(names.length)];
  }
});

describe('a short campaign', { timeout: 600_000 }, () => {
  const faultsOf = async (only: string[], cases: number) => {
    const campaign = { seed: 17, scratch: path.join(scratch, 'short'), kept: path.join(scratch, 'kept') };
    const attacks = chooseAttacks(allAttacks(campaign), { only, minutes: 1 });
    const tallies = await runCampaign(attacks, { seed: campaign.seed, minutes: 1, cases });
    const faults = tallies.flatMap((tally) => tally.faults);
    const counts = tallies.map(({ name, tried }) => [name, tried]);
    if (faults.length === 0)
      assert.deepEqual(
        counts,
        attacks.map(({ name }) => [name, cases]),
      );
    return faults;
  };

  it('finds every mutant refused by name, or harmless', async () => {
    const only = FORMATS.map(({ name }) => `mutants:${name}`);
    assert.deepEqual(await faultsOf(only, 15), []);
  });

  it('finds nothing lost when programs are killed', async () => {
    assert.deepEqual(await faultsOf(['kills:training', 'kills:save-model'], 1), []);
  });
});

describe('docs/reliability.md', () => {
  it('gets a table between its marks and keeps what is around them', () => {
    const page = 'Before.\n<!-- torture: begin -->\nold\n<!-- torture: end -->\nAfter.\n';
    assert.equal(
      writeBetween(page, 'new'),
      'Before.\n<!-- torture: begin -->\n\nnew\n\n<!-- torture: end -->\nAfter.\n',
    );
    assert.throws(() => writeBetween('no marks', 'new'), { name: 'ExpectationError' });
  });
});
