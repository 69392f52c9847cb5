/** What can happen at one call of a program to the world. */
export const POINT_FAULTS = ['crash-before', 'crash-after', 'error-before', 'error-after', 'stall'] as const;
export type PointFault = (typeof POINT_FAULTS)[number];

/** Longer than every lease: 20 s for a lane, 60 s for deliveries and effects. */
export const STALL_MS = 90_000;
