import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { migrate } from '../../src/db/migrate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

it('has nothing to do on a migrated database', async () => {
  expect(await migrate(database.pool)).toEqual([]);
});
