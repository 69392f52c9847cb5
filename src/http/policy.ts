import type { Scope } from '../core/model/api-token.ts';
import type { Caller } from '../core/model/caller.ts';

/**
 * Who may use a route: everybody, whoever shows a token of at least this scope, (`metrics`) the operator and whoever
 * scrapes, or (`ticket`) whoever has a ticket, which the route itself takes.
 */
export type Policy = 'public' | 'metrics' | 'ticket' | Scope;

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy;
    /** Asking here costs nobody a part of what may be asked per minute. */
    uncounted?: boolean;
  }
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Caller | null;
  }
}
