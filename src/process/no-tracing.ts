import type { Tracing } from '../ports.ts';

/** Where nobody collects traces. */
export const noTracing: Tracing = { span: (_name, _about, work) => work(), current: () => null };
