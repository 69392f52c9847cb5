import type { Probot } from 'probot';
import type { InstallationEvent, Origin, RepoEvent, RepoFacts } from '../core/model/event.ts';
import type { Events } from '../ports.ts';
import { decodeAccount } from './decode/decode-account.ts';
import { decodeRepository } from './decode/decode-repository.ts';
import * as read from './read-events.ts';

/** What a handler is given, as far as we look at it: the rest of the payload belongs to the decoders. */
interface Received {
  readonly id: string;
  readonly payload: unknown;
}

/**
 * The table of contents of GitHub's events. Each is decoded at once and handed on as a domain event; a decoder that
 * says null ignores what it saw. Events that are not here are stored, handled and ignored.
 */
export function handlers(app: Probot, events: Events, selfLogin: string): void {
  const repo = (decode: (payload: unknown) => RepoEvent | null) => async (received: Received) => {
    const event = decode(received.payload);
    const where = repositoryOf(received.payload);
    if (event && where) await events.repoEvent(where, event, originOf(received, selfLogin));
  };
  const whole = (decode: (payload: unknown) => InstallationEvent | null) => async (received: Received) => {
    const event = decode(received.payload);
    if (event) await events.installationEvent(event, originOf(received, selfLogin));
  };

  app.on('issues', repo(read.issueEvent));
  app.on(['sub_issues', 'issue_dependencies'], repo(read.linkedIssueEvent));
  app.on('issue_comment.created', repo(read.commentEvent));

  app.on('pull_request', repo(read.pullEvent));
  app.on('pull_request_review', repo(read.reviewEvent));

  app.on('push', repo(read.pushEvent));
  app.on('create', repo(read.createEvent));
  app.on('delete', repo(read.deleteEvent));

  app.on(['check_run.created', 'check_run.completed'], repo(read.checkRunEvent));
  app.on(['check_run.rerequested', 'check_run.requested_action'], repo(read.checkRequestEvent));
  app.on('check_suite', repo(read.checkSuiteEvent));
  app.on('workflow_run', repo(read.workflowRunEvent));
  app.on('workflow_job', repo(read.workflowJobEvent));
  app.on('deployment_status', repo(read.deploymentStatusEvent));

  app.on('installation', whole(read.installationEvent));
  app.on('installation_repositories', whole(read.installationRepositoriesEvent));
  app.on('repository', whole(read.repositoryEvent));
}

function originOf({ id, payload }: Received, selfLogin: string): Origin {
  const sender = decodeAccount(payload);
  return { delivery: id, sender, bySelf: sender.isBot && sender.login === selfLogin };
}

/** Null: the delivery names no installation, so it is not one through which we may act. */
function repositoryOf(payload: unknown): RepoFacts | null {
  const { installationId, ...repo } = decodeRepository(payload);
  return installationId === null ? null : { ...repo, installationId };
}
