import { COMMAND_TOOLS } from './command-tools.ts';
import type { Tool } from './tool.ts';
import { WAIT_TOOL } from './wait-tool.ts';
import { WORK_TOOLS } from './work-tools.ts';

/** All that can be called. */
export const TOOLS: readonly Tool[] = [...WORK_TOOLS, ...COMMAND_TOOLS, WAIT_TOOL];
