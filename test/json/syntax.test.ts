import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSyntaxFault } from '../../src/lib/json/syntax';
import { createRandom } from '../../src/lib/random';

test('findSyntaxFault() names line, column, what JSON has there and what is there', () => {
  const cases: [string, string][] = [
    ['', '1:1 a value, the end of the file'],
    ['[1, 2', '1:6 a comma or "]", the end of the file'],
    ['{"a": 1,\n "b" 2}', '2:6 a colon, "2"'],
    ['{"a": 1,\n}', '2:1 a field\'s name in quotation marks, "}"'],
    ['{a: 1}', '1:2 a field\'s name or "}", "a"'],
    ['[1,]', '1:4 a value, "]"'],
    ['[}', '1:2 a value or "]", "}"'],
    ['[1}', '1:3 a comma or "]", "}"'],
    ['[01]', '1:2 a value or "]", "0"'],
    ['{"a": nul}', '1:7 a value, "n"'],
    ['"a\nb"', '1:3 a part of a string, or its closing quotation mark, "\\n"'],
    ['"a\\x"', '1:3 a part of a string, or its closing quotation mark, "\\\\"'],
    ['"abc', '1:5 a part of a string, or its closing quotation mark, the end of the file'],
    ['{} x', '1:4 the end of the file, "x"'],
  ];
  for (const [text, expected] of cases) {
    const { line, column, expectation, found } = findSyntaxFault(text)!;
    assert.equal(`${line}:${column} ${expectation}, ${found}`, expected, text);
  }
});

test('findSyntaxFault() finds a fault where JSON.parse does, and nowhere else', () => {
  const sample = '{"a":[1,-2.5e+3,true,null,"x\\u00e9\\"y"],"b":{"c":{}, "d":[]},"e":false}';
  const random = createRandom(1);
  let faults = 0;
  for (let i = 0; i < 5000; i++) {
    let text = sample;
    for (let k = 0; k <= i % 3; k++) {
      const at = Math.floor(random.next() * text.length);
      const other = sample[Math.floor(random.next() * sample.length)];
      text = text.slice(0, at) + [other, '', text[at] + other][i % 3] + text.slice(at + 1);
    }
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    faults += isJson ? 0 : 1;
    assert.equal(findSyntaxFault(text) === undefined, isJson, text);
  }
  assert.ok(faults > 1000 && faults < 4990, `${faults}`);
});

test('findSyntaxFault() takes long texts and deep ones', () => {
  assert.equal(findSyntaxFault('['.repeat(1_000_000))?.column, 1_000_001);
  assert.equal(findSyntaxFault(`["${'a'.repeat(3_000_000)}"]`), undefined);
});
