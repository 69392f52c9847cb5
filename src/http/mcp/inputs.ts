import { z } from 'zod';

/** Most tokens are of one project; then it need not be said. */
export const projectId = z
  .int()
  .min(1)
  .optional()
  .describe('Only where the token reaches several projects: which one is meant.');
export const issue = z.int().min(1).max(999_999_999).describe('Number of the issue of the task.');
