import type { z } from 'zod';
import type { Scope } from '../../core/model/api-token.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { ApiDeps } from '../api/api-deps.ts';
import type { BriefDeps } from '../brief-routes.ts';
import type { Waits } from './waits.ts';

export interface ToolDeps extends ApiDeps, BriefDeps {
  readonly waits: Waits;
}

/** Who calls, and what ends the call before its answer. */
export interface ToolCall {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** What an agent can call. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the token has to be good for. */
  readonly scope: Scope;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly run: (deps: ToolDeps, call: ToolCall, said: unknown) => Promise<Told>;
}

/** The same twice: for a model, and for a program. */
export interface Told {
  /** Markdown. */
  readonly words: string;
  /** As `output` has it. */
  readonly data: unknown;
}

/** A tool whose function gets what its `input` let through, and gives what its `output` promises. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(
  shape: Omit<Tool, 'input' | 'output' | 'run'> & { readonly input: Input; readonly output: Output },
  run: (
    deps: ToolDeps,
    call: ToolCall,
    said: z.output<Input>,
  ) => Promise<{ readonly words: string; readonly data: z.output<Output> }>,
): Tool {
  return { ...shape, run: (deps, call, said) => run(deps, call, shape.input.parse(said)) };
}
