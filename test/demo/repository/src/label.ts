import type { Vehicle } from './vehicles.ts';

/** How a vehicle is called in lists: `Transit (B-FL 12)`. */
export function label(vehicle: Vehicle): string {
  return `${vehicle.model} (${vehicle.plate})`;
}
