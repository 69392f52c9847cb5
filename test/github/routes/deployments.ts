import { HttpError, notFound } from '../http/http-error.ts';
import { list, ok, optionalText, textOf, type Call, type Route } from '../http/route.ts';
import { addDeploymentStatus, createDeployment } from '../operations/deployments.ts';
import { resolveCommit } from '../operations/read-ref.ts';
import { renderDeployment, renderDeploymentStatus } from '../render/deployment.ts';

const base = '/repos/{owner}/{repo}/deployments';

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: base,
    permission: ['deployments:read'],
    handle: ({ twin, repo }) =>
      list(repo.deployments.toReversed(), (one) => renderDeployment(twin, repo, one)),
  },
  {
    method: 'POST',
    template: base,
    permission: ['deployments:write'],
    level: 'write',
    handle: async (call) => {
      const ref = textOf(call, 'ref', 'Deployment');
      const sha = await resolveCommit(call.twin, call.repo, ref);
      if (sha === undefined) throw new HttpError(422, `No ref found for: ${ref}`);
      const environment = optionalText(call, 'environment') ?? 'production';
      const description = optionalText(call, 'description') ?? null;
      const deployment = createDeployment(call.twin, call.repo, call.actor, {
        ref,
        sha,
        environment,
        description,
      });
      return ok(renderDeployment(call.twin, call.repo, deployment), 201);
    },
  },
  {
    method: 'GET',
    template: `${base}/{deployment_id}/statuses`,
    permission: ['deployments:read'],
    handle: (call) => {
      const deployment = deploymentOf(call);
      return list(deployment.statuses.toReversed(), (one) =>
        renderDeploymentStatus(call.twin, call.repo, deployment, one),
      );
    },
  },
  {
    method: 'POST',
    template: `${base}/{deployment_id}/statuses`,
    permission: ['deployments:write'],
    level: 'write',
    handle: (call) => {
      const deployment = deploymentOf(call);
      const state = textOf(call, 'state', 'DeploymentStatus');
      const description = optionalText(call, 'description') ?? '';
      const targetUrl = optionalText(call, 'log_url') ?? optionalText(call, 'target_url') ?? '';
      const status = addDeploymentStatus(call.twin, call.repo, call.actor, deployment, {
        state,
        description,
        targetUrl,
      });
      return ok(renderDeploymentStatus(call.twin, call.repo, deployment, status), 201);
    },
  },
];

function deploymentOf({ repo, params }: Call) {
  const found = repo.deployments.find((one) => one.id === Number(params.deployment_id));
  if (!found) throw notFound();
  return found;
}
