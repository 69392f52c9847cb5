import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { SETTINGS } from '../../src/config/settings.ts';
import { commandTable } from '../../src/core/commands/command-table.ts';
import { COMMANDS } from '../../src/core/commands/table.ts';
import { COMMAND_NAMES } from '../../src/core/model/command-name.ts';
import { apiTypes } from './api-types.ts';
import { boardScript } from './board-script.ts';
import { envExample } from './env-example.ts';
import { metricsTable } from './metrics-table.ts';
import { liveTables } from './live-tables.ts';
import { mcpTable } from './mcp-table.ts';
import { replaceSection } from './replace-section.ts';
import { settingsTable } from './settings-table.ts';

const API_TYPES = 'src/client/api-types.ts';
const BOARD_SCRIPT = 'src/http/board-script.ts';

export interface GeneratedDoc {
  /** From the top of the repository. */
  readonly path: string;
  readonly text: string;
}

/** What the generated files in `root` should hold now. */
export async function generatedDocs(root: string): Promise<readonly GeneratedDoc[]> {
  return [
    { path: 'README.md', text: await readme(join(root, 'README.md')) },
    { path: API_TYPES, text: await formatted(join(root, API_TYPES), await apiTypes()) },
    { path: BOARD_SCRIPT, text: await formatted(join(root, BOARD_SCRIPT), await boardScript(root)) },
    { path: '.env.example', text: envExample(SETTINGS) },
  ];
}

async function readme(path: string): Promise<string> {
  const specs = COMMAND_NAMES.map((name) => COMMANDS[name]);
  const withCommands = replaceSection(await readFile(path, 'utf8'), 'commands', commandTable(specs));
  const withSettings = replaceSection(withCommands, 'settings', settingsTable(SETTINGS));
  const withMetrics = replaceSection(withSettings, 'metrics', metricsTable());
  const withLive = replaceSection(withMetrics, 'live', liveTables());
  return formatted(path, replaceSection(withLive, 'mcp', mcpTable()));
}

/** Prettier aligns tables, so the generator has to as well, or the two would undo each other's work. */
async function formatted(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
