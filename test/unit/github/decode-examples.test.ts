import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { decodeAccount } from '../../../src/github/decode/decode-account.ts';
import { decodeCheckRun } from '../../../src/github/decode/decode-check-run.ts';
import { decodeCheckSuite } from '../../../src/github/decode/decode-check-suite.ts';
import { decodeComment } from '../../../src/github/decode/decode-comment.ts';
import { decodeDeploymentStatus } from '../../../src/github/decode/decode-deployment-status.ts';
import { decodeInstallation } from '../../../src/github/decode/decode-installation.ts';
import { decodeIssue } from '../../../src/github/decode/decode-issue.ts';
import { decodePull } from '../../../src/github/decode/decode-pull.ts';
import { decodePush } from '../../../src/github/decode/decode-push.ts';
import { decodeRef } from '../../../src/github/decode/decode-ref.ts';
import { decodeRepositoryEvent } from '../../../src/github/decode/decode-repository-event.ts';
import { decodeRepository } from '../../../src/github/decode/decode-repository.ts';
import { decodeReview } from '../../../src/github/decode/decode-review.ts';
import { decodeWorkflowJob } from '../../../src/github/decode/decode-workflow-job.ts';
import { decodeWorkflowRun } from '../../../src/github/decode/decode-workflow-run.ts';

type Decoder = (payload: unknown) => unknown;

const DECODERS: Readonly<Record<string, readonly Decoder[]>> = {
  check_run: [decodeCheckRun],
  check_suite: [decodeCheckSuite],
  create: [decodeRef],
  delete: [decodeRef],
  deployment_status: [decodeDeploymentStatus],
  installation: [decodeInstallation],
  installation_repositories: [decodeInstallation],
  issue_comment: [decodeComment, (payload) => decodeIssue(payload)],
  issues: [(payload) => decodeIssue(payload)],
  pull_request: [decodePull],
  pull_request_review: [decodePull, decodeReview],
  push: [decodePush],
  repository: [decodeRepositoryEvent],
  workflow_job: [decodeWorkflowJob],
  workflow_run: [decodeWorkflowRun],
};
/** Events of the App itself, outside any repository. */
const OF_THE_APP = new Set(['installation', 'installation_repositories']);

const examples = readExamples();

describe("GitHub's own examples of webhooks", () => {
  it.each(Object.keys(DECODERS))('decodes every example of %s', (name) => {
    const payloads = examples.get(name) ?? [];
    expect(payloads.length).toBeGreaterThan(0);
    for (const payload of payloads) {
      const decoders = [...(DECODERS[name] ?? []), decodeAccount];
      if (!OF_THE_APP.has(name)) decoders.push(decodeRepository);
      for (const decode of decoders) expect(decode(payload)).toBeDefined();
    }
  });
});

function readExamples(): ReadonlyMap<string, readonly unknown[]> {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const events: readonly { name: string; examples: unknown[] }[] = JSON.parse(readFileSync(path, 'utf8'));
  return new Map(events.map((event) => [event.name, event.examples]));
}
