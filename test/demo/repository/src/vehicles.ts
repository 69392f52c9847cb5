import { Repository } from './repository.ts';

export interface Vehicle {
  readonly id: string;
  readonly plate: string;
  readonly model: string;
  readonly odometerKm: number;
}

export class Vehicles extends Repository<Vehicle> {
  byPlate(plate: string): Vehicle | undefined {
    return this.where((vehicle) => vehicle.plate === plate)[0];
  }
}
