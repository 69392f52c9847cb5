import { Command } from 'commander';
import { columns } from '../../core/words/columns.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import type { components } from '../../client/api-types.ts';
import { withApi, withApiOptions, type ApiOptions, type Asked } from '../api/with-api.ts';
import { agentRunCommand, type AgentRunContext } from '../runner/agent-run-command.ts';
import type { Failure, Said } from '../tell.ts';

type Agent = components['schemas']['Agent'];

/** `flotilla agent run|list|heartbeat|deactivate|activate` */
export function agentCommand(context: AgentRunContext): Command {
  const agent = new Command('agent')
    .description('Work as an agent; look at the agents, say that one lives, take one out of service.')
    .enablePositionalOptions()
    .addCommand(agentRunCommand(context));
  withApiOptions(agent.command('list').description('show every agent, and how it is')).action(
    (options: ApiOptions) => withApi(context, options, list),
  );
  withApiOptions(
    agent.command('heartbeat').description('the agent of this token lives; what it holds gets a fresh lease'),
  ).action((options: ApiOptions) => withApi(context, options, heartbeat));
  withApiOptions(
    agent
      .command('deactivate')
      .argument('<name>')
      .argument('<reason...>', 'what is told where it held something')
      .description('take an agent out of service: what it holds is free again'),
  ).action((name: string, reason: string[], options: ApiOptions) =>
    withApi(context, options, (asked) => deactivate(asked, name, reason.join(' '))),
  );
  withApiOptions(agent.command('activate').argument('<name>').description('let an agent work again')).action(
    (name: string, options: ApiOptions) => withApi(context, options, (asked) => activate(asked, name)),
  );
  return agent;
}

async function agentsOf({ api, where: query }: Asked): Promise<Result<readonly Agent[], Failure>> {
  const found = await answerOf(api.GET('/api/agents', { params: { query } }));
  return found.ok ? ok(found.value.items) : found;
}

async function list(asked: Asked): Promise<Result<Said, Failure>> {
  const agents = await agentsOf(asked);
  if (!agents.ok) return agents;
  const lines = agents.value.map(({ name, role, active, health, claims, maxClaims, lastSeenAt }) => [
    name,
    role ?? '',
    active ? health : 'out of service',
    `${claims} of ${maxClaims}`,
    lastSeenAt === null ? 'never' : lastSeenAt.slice(0, 16).replace('T', ' '),
  ]);
  const text =
    lines.length === 0
      ? 'There is no agent yet: .github/flotilla.yml lists who may work.'
      : columns([['AGENT', 'ROLE', 'HEALTH', 'HOLDS', 'LAST SEEN'], ...lines]);
  return ok({ text, json: { agents: agents.value } });
}

async function heartbeat({ api }: Asked): Promise<Result<Said, Failure>> {
  const beat = await answerOf(api.POST('/api/agents/heartbeat', { body: {} }));
  if (!beat.ok) return beat;
  const { agent, holds } = beat.value;
  const lines = holds.map(
    ({ issue, until }) => `  #${issue} until ${until.slice(0, 16).replace('T', ' ')} UTC`,
  );
  const text = holds.length === 0 ? `${agent} holds nothing.` : [`${agent} holds`, ...lines].join('\n');
  return ok({ text, json: beat.value });
}

async function named(asked: Asked, name: string): Promise<Result<Agent, Failure>> {
  const agents = await agentsOf(asked);
  if (!agents.ok) return agents;
  const [agent, another] = agents.value.filter((one) => one.name === name);
  if (another)
    return err({ text: `Several repositories have an agent ${name}: say which, by --repo.`, code: 1 });
  return agent
    ? ok(agent)
    : err({ text: `There is no agent ${name}. "flotilla agent list" shows them.`, code: 1 });
}

async function deactivate(asked: Asked, name: string, reason: string): Promise<Result<Said, Failure>> {
  const agent = await named(asked, name);
  if (!agent.ok) return agent;
  const params = { path: { id: agent.value.id } };
  const done = await answerOf(asked.api.POST('/api/agents/{id}/deactivate', { params, body: { reason } }));
  if (!done.ok) return done;
  const { released } = done.value;
  const free =
    released.length === 0
      ? 'It held nothing.'
      : `Free again: ${released.map((one) => `#${one}`).join(', ')}.`;
  return ok({ text: `${name} is out of service. ${free}`, json: done.value });
}

async function activate(asked: Asked, name: string): Promise<Result<Said, Failure>> {
  const agent = await named(asked, name);
  if (!agent.ok) return agent;
  const params = { path: { id: agent.value.id } };
  const done = await answerOf(asked.api.POST('/api/agents/{id}/activate', { params, body: {} }));
  return done.ok ? ok({ text: `${name} may work again.`, json: done.value }) : done;
}
