#!/usr/bin/env node
// In a clone from the sources, whatever was built there before; elsewhere as it was built.
import { existsSync } from 'node:fs';

const sources = new URL('../src/main.ts', import.meta.url);
if (existsSync(sources)) {
  const { register } = await import('tsx/esm/api');
  register();
  // The processes that it forks begin as this one does.
  process.execArgv.push('--import', import.meta.resolve('tsx'));
  await import(sources.href);
} else {
  await import('../dist/main.js');
}
