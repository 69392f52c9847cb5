import type { Actor, Installation, Repository } from '../model.ts';
import { renderRepository } from '../render/repository.ts';
import { renderUser } from '../render/user.ts';
import type { Twin } from '../twin.ts';

/** The installation that receives this repository's events, if any. */
export function receiverOf(twin: Twin, repo: Repository): Installation | undefined {
  return [...twin.installations.values()].find((one) => one.repositories.has(repo) && !one.suspendedAt);
}

/** Whether anybody would see an event of this repository: building a push payload costs git calls. */
export function isObserved(twin: Twin, repo: Repository): boolean {
  const heard = twin.webhookUrl !== undefined || twin.webhookListeners.size > 0;
  return heard && receiverOf(twin, repo) !== undefined;
}

/** Sends one event of the repository with repository, sender and installation added; nothing when nobody listens. */
export function emit(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  event: string,
  fields: () => Record<string, unknown>,
): void {
  const installation = receiverOf(twin, repo);
  if (!installation || !isObserved(twin, repo)) return;
  const payload = {
    repository: renderRepository(twin, repo),
    sender: renderUser(twin, actor.user),
    installation: renderInstallationRef(installation),
    ...fields(),
  };
  twin.outbox.push(event, payload, { repo, installation });
}

export function renderInstallationRef(installation: Installation) {
  const id = Buffer.from(`23:IntegrationInstallation${installation.id}`).toString('base64');
  return { id: installation.id, node_id: id };
}
