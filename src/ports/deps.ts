import type { InstallationEvent, Origin, RepoEvent, RepoFacts } from '../core/model/event.ts';
import type { GitHub } from './github.ts';
import type { Delivery } from './inbox.ts';
import type { Store } from './store.ts';
import type { Clock, ConfigReader, Log, Markdown } from './world.ts';

/** The way in for what happens on GitHub: webhooks today, polls as well. A second call with the same event is harmless. */
export interface Events {
  repoEvent(repo: RepoFacts, event: RepoEvent, origin: Origin): Promise<void>;
  installationEvent(event: InstallationEvent, origin: Origin): Promise<void>;
}

/** Hands a stored delivery to its handler and waits for it. Throws when the handler does. */
export interface Receiver {
  receive(delivery: Delivery): Promise<void>;
}

/** What every use case is given. */
export interface Deps {
  readonly store: Store;
  readonly github: GitHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly markdown: Markdown;
  readonly configReader: ConfigReader;
  /** A fresh UUID. */
  newId(): string;
  /** Whether the process is about to end: nothing new is begun, and what was taken is handed back. */
  stopping(): boolean;
}
