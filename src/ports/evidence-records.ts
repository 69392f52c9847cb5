import type { Evidence } from '../core/model/evidence.ts';

/** Reads and writes of evidence, inside one transaction. */
export interface EvidenceRecords {
  /** False when it was known already, and at least as surely. */
  add(evidence: Evidence): Promise<boolean>;
}
