import { unseen, type DiagnosisCode, type Finding } from '../../core/doctor/diagnosis.ts';
import { orError } from './or-error.ts';

/** What `look` found; where it could not look, that is what was found. */
export async function looked(
  code: DiagnosisCode,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const found = await orError(look);
  return found instanceof Error ? [unseen(code, found.message)] : found;
}
