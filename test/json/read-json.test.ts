import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ExpectationError } from '../../src/lib/errors';
import {
  anything,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  readJson,
  readJsonSync,
  record,
  text,
} from '../../src/lib/json/index';

const folder = mkdtempSync(path.join(tmpdir(), 'read-json-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const RUN = object({
  kind: oneOf(['drawn faces', 'FER-2013']),
  history: list(
    object({ epoch: integer({ from: 1 }), valLoss: number({ from: 0 }), seconds: number({ above: 0 }) }),
  ),
  counts: list(integer(), { from: 2, to: 2 }),
  share: nullable(number({ from: 0, to: 1 })),
  versions: record(text()),
  done: optional(flag),
  rest: anything,
});

const GOOD = {
  kind: 'FER-2013',
  history: [{ epoch: 1, valLoss: 0.5, seconds: 2 }],
  counts: [1, 2],
  share: null,
  versions: { node: '20.20.2' },
  rest: { of: ['any', 1, null] },
};

/** What both ways of reading answer: the same. */
async function read(content: string | Uint8Array): Promise<unknown> {
  const file = path.join(folder, 'run.json');
  writeFileSync(file, content);
  const options = { what: 'a run', advice: 'Train again.' };
  const message = (error: unknown) => {
    assert.ok(error instanceof ExpectationError, String(error));
    return error.message.replace(file, 'run.json');
  };
  const first = await readJson(file, RUN, options).catch(message);
  const second = await Promise.resolve()
    .then(() => readJsonSync(file, RUN, options))
    .catch(message);
  assert.deepEqual(first, second);
  return first;
}

test('readJson() gives what fits the schema, and fields that it does not name', async () => {
  assert.deepEqual(await read(JSON.stringify({ ...GOOD, more: 1 })), { ...GOOD, more: 1 });
  assert.deepEqual(await read(`\ufeff${JSON.stringify(GOOD)}`), GOOD);
});

test('readJson() names the place, what was expected there and what was found', async () => {
  const epoch = GOOD.history[0];
  const cases: [object, string][] = [
    [{ kind: 'fer' }, 'kind in run.json to be "drawn faces" or "FER-2013" but found "fer"'],
    [
      { history: [epoch, { ...epoch, valLoss: '1' }] },
      'history[1].valLoss in run.json to be a number of 0 or more but found "1"',
    ],
    [
      { history: [{ ...epoch, epoch: 1.5 }] },
      'history[0].epoch in run.json to be an integer of 1 or more but found 1.5',
    ],
    [
      { history: [{ ...epoch, seconds: 0 }] },
      'history[0].seconds in run.json to be a number above 0 but found 0',
    ],
    [{ history: [[]] }, 'history[0] in run.json to be an object but found a list of 0'],
    [{ history: { toString: 1 } }, 'history in run.json to be a list but found an object with toString'],
    [{ counts: [1] }, 'counts in run.json to be a list of 2 but found a list of 1'],
    [{ share: 2 }, 'share in run.json to be a number from 0 to 1, or null but found 2'],
    [{ versions: { 'tfjs node': 4 } }, 'versions["tfjs node"] in run.json to be a text but found 4'],
    [{ done: 'yes' }, 'done in run.json to be true or false but found "yes"'],
    [{ rest: undefined }, 'rest in run.json to be a value but found nothing'],
  ];
  for (const [change, expected] of cases)
    assert.equal(await read(JSON.stringify({ ...GOOD, ...change })), `Expected ${expected}. Train again.`);
  assert.equal(
    await read('[]'),
    'Expected run.json to be a run, an object but found a list of 0. Train again.',
  );
});

test('readJson() refuses numbers that are not finite and values nested too deep, wherever they are', async () => {
  const withRest = (rest: string) => JSON.stringify(GOOD).replace(/"rest":.*\}$/, `"rest":${rest}}`);
  assert.equal(
    await read(withRest('{"a":[1,-1e999]}')),
    'Expected rest.a[1] in run.json to be a finite number but found -Infinity. Train again.',
  );
  assert.match(
    String(await read(withRest('['.repeat(1e5) + ']'.repeat(1e5)))),
    /rest\[0\]\[0\] in .* nested at most 64/,
  );
});

test('readJson() names the line and the column where JSON ends, and what is no text', async () => {
  assert.equal(
    await read('{\n  "kind": "FER-2013"\n  "history": []\n}'),
    'Expected line 3, column 3 of run.json to be a comma or "}" (a run is JSON) but found \'"\'. Train again.',
  );
  assert.match(String(await read('')), /to be a value \(a run is JSON\) but found an empty file/);
  assert.match(
    String(await read(Buffer.from('\ufeff{}', 'utf16le'))),
    /run\.json to be a run, JSON in UTF-8 but found bytes .*\(ff fe 7b/,
  );
  assert.match(String(await read(' '.repeat(5e6))), /run\.json to be a run of at most 4,194,304 bytes/);
});
