import { z } from 'zod';
import type { Account } from '../../core/model/actor.ts';
import { restAccount } from '../account.ts';
import { parsePayload } from './parse-payload.ts';
import { timeShape, userShape } from './shapes.ts';

interface InstalledRepository {
  readonly repoId: number;
  readonly owner: string;
  readonly name: string;
}

export interface DecodedInstallation {
  readonly action: string;
  readonly id: number;
  readonly account: Account;
  readonly suspended: boolean;
  /** All of them, where the event says so (`installation` created and deleted); else empty. */
  readonly repositories: readonly InstalledRepository[];
  /** Of an `installation_repositories` event. */
  readonly added: readonly InstalledRepository[];
  readonly removed: readonly InstalledRepository[];
}

const repositoriesShape = z
  .array(
    z
      .object({ id: z.number().int(), name: z.string(), full_name: z.string() })
      .transform(({ id, name, full_name: fullName }) => ({
        repoId: id,
        owner: fullName.slice(0, Math.max(fullName.indexOf('/'), 0)),
        name,
      })),
  )
  .nullish();

const payloadShape = z.object({
  action: z.string(),
  installation: z.object({
    id: z.number().int(),
    account: userShape.nullish(),
    suspended_at: timeShape.nullish(),
  }),
  repositories: repositoriesShape,
  repositories_added: repositoriesShape,
  repositories_removed: repositoriesShape,
});

/** An `installation` or `installation_repositories` event. */
export function decodeInstallation(payload: unknown): DecodedInstallation {
  const { action, installation, ...lists } = parsePayload(payloadShape, payload);
  return {
    action,
    id: installation.id,
    account: restAccount(installation.account),
    suspended: action === 'suspend' || Boolean(installation.suspended_at),
    repositories: lists.repositories ?? [],
    added: lists.repositories_added ?? [],
    removed: lists.repositories_removed ?? [],
  };
}
