import { emit } from '../hooks/emit.ts';
import type { Actor, Deployment, DeploymentStatus, Repository } from '../model.ts';
import { renderDeployment, renderDeploymentStatus } from '../render/deployment.ts';
import { nodeId, type Twin } from '../twin.ts';

export function createDeployment(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: { ref: string; sha: string; environment?: string; description?: string | null },
): Deployment {
  const id = twin.nextId();
  const { ref, sha, environment = 'production', description = null } = o;
  const deployment: Deployment = {
    id,
    nodeId: nodeId('DE', id),
    sha,
    ref,
    environment,
    description,
    creator: actor.user,
    createdAt: twin.now(),
    statuses: [],
  };
  repo.deployments.push(deployment);
  emit(twin, repo, actor, 'deployment', () => ({
    action: 'created',
    deployment: renderDeployment(twin, repo, deployment),
    workflow: null,
    workflow_run: null,
  }));
  return deployment;
}

export function addDeploymentStatus(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  deployment: Deployment,
  o: { state: string; description?: string; targetUrl?: string },
): DeploymentStatus {
  const id = twin.nextId();
  const { state, description = '', targetUrl = '' } = o;
  const status = {
    id,
    nodeId: nodeId('DES', id),
    state,
    description,
    targetUrl,
    creator: actor.user,
    createdAt: twin.now(),
  };
  deployment.statuses.push(status);
  emit(twin, repo, actor, 'deployment_status', () => ({
    action: 'created',
    deployment: renderDeployment(twin, repo, deployment),
    deployment_status: renderDeploymentStatus(twin, repo, deployment, status),
    check_run: null,
    workflow: null,
    workflow_run: null,
  }));
  return status;
}
