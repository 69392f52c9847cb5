import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../src/schema.ts';

test('a text is read, and nothing else is', () => {
  assert.equal(text({ plate: 'B-FL 12' }, 'plate'), 'B-FL 12');
  assert.throws(() => text({ plate: 7 }, 'plate'), /plate must be a text/);
});
