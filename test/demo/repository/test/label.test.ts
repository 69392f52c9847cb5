import assert from 'node:assert/strict';
import { test } from 'node:test';
import { label } from '../src/label.ts';

test('a label names the model, then the plate', () => {
  const vehicle = { id: 'v1', plate: 'B-FL 12', model: 'Transit', odometerKm: 0 };
  assert.equal(label(vehicle), 'Transit (B-FL 12)');
});
