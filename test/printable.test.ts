import assert from 'node:assert/strict';
import test from 'node:test';
import { expectation } from '../src/lib/errors';
import { printable } from '../src/lib/printable.cjs';

test('printable() escapes what would steer a terminal and leaves other characters alone', () => {
  assert.equal(printable('\u001b]0;title\u0007\u009b2J.jpg'), '\\u001b]0;title\\u0007\\u009b2J.jpg');
  assert.equal(printable('a\r\nb\tc'), 'a\\r\\nb\\tc');
  assert.equal(printable('photo\u202egpj.exe'), 'photo\\u202egpj.exe');
  assert.equal(printable('Grüße 顔 🙂.jpg'), 'Grüße 顔 🙂.jpg');
});

test('printable() cuts a long text in its middle', () => {
  assert.equal(printable('abcdefghij', { longest: 4 }), 'ab…ij');
  assert.equal(printable('abcd', { longest: 4 }), 'abcd');
});

test('expectation() escapes names and values, and keeps the error behind it', () => {
  const cause = new Error('behind');
  const error = expectation('\u001b[31mface.jpg', { expectation: 'a picture', found: 'x\u0007', cause });
  assert.equal(error.message, 'Expected \\u001b[31mface.jpg to be a picture but found x\\u0007.');
  assert.equal(error.cause, cause);
});
