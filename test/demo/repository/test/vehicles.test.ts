import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registry } from '../src/registry.ts';

test('a vehicle is found by its plate', () => {
  const vehicles = registry.vehicles();
  vehicles.save({ id: 'v1', plate: 'B-FL 12', model: 'Transit', odometerKm: 120_000 });
  assert.equal(vehicles.byPlate('B-FL 12')?.id, 'v1');
  assert.equal(vehicles.byPlate('B-FL 99'), undefined);
});
