import type { Deployment, DeploymentStatus, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso } from './iso.ts';
import { repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

export function renderDeployment(twin: Twin, repo: Repository, deployment: Deployment) {
  const url = `${repoUrl(twin, repo)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: deployment.nodeId,
    sha: deployment.sha,
    ref: deployment.ref,
    task: 'deploy',
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderUser(twin, deployment.creator),
    created_at: iso(deployment.createdAt),
    updated_at: iso(deployment.createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: repoUrl(twin, repo),
    transient_environment: false,
    production_environment: false,
    performed_via_github_app: null,
  };
}

export function renderDeploymentStatus(
  twin: Twin,
  repo: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const url = `${repoUrl(twin, repo)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: renderUser(twin, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.targetUrl,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
    deployment_url: url,
    repository_url: repoUrl(twin, repo),
    environment_url: '',
    log_url: status.targetUrl,
    performed_via_github_app: null,
  };
}
