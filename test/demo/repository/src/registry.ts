import { Vehicles } from './vehicles.ts';

/** Every repository, by the name that routes use. */
export const registry = {
  vehicles: () => new Vehicles(),
};
