import type { Caller } from '../core/model/caller.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { scopeOfRole } from '../core/scope-of-role.ts';
import type { Deps, Session, Sessions } from '../ports.ts';
import { resolveActor } from './resolve-actor.ts';

type SignedInDeps = Pick<Deps, 'store' | 'github'> & { readonly sessions: Sessions };

/** Each project costs a question to GitHub, remembered for a minute. */
const PROJECTS_AT_MOST = 50;

/** `which`: there are several projects, and nothing said which one it is about. */
export type Met = Caller | 'which' | null;

/** What whoever signed in may do. */
export function whoSignedIn(deps: SignedInDeps) {
  const { sessions } = deps;

  async function callerIn(project: Project, { id, account }: Session): Promise<Caller | null> {
    if (account === null) return operator(id, project.id);
    // Who may nothing there may nothing here.
    const permission = await deps.github.permission(project, account);
    if (permission === 'none') return null;
    const person = await resolveActor(deps, project, account);
    return {
      scope: scopeOfRole(person.role),
      project: project.id,
      agent: null,
      token: { id: -id, name: account.login },
      person,
    };
  }

  return {
    /** Null: nobody, or whoever it is may not look at that project. */
    async meet(text: string, about: ProjectId | null): Promise<Met> {
      const session = await sessions.meet(text);
      if (session === null) return null;
      if (session.account === null) return operator(session.id, about);
      const projects = await deps.store.read.activeProjects();
      if (about === null && projects.length > 1) return 'which';
      const project = projects.find(({ id }) => about === null || id === about);
      return project ? callerIn(project, session) : null;
    },
    /** Who it is, and which projects they may look at. */
    async whoIs(text: string) {
      const session = await sessions.meet(text);
      if (session === null) return null;
      const found = [];
      for (const project of (await deps.store.read.activeProjects()).slice(0, PROJECTS_AT_MOST)) {
        const caller = await callerIn(project, session);
        if (caller === null) continue;
        found.push({ id: project.id, repository: `${project.owner}/${project.name}`, scope: caller.scope });
      }
      return { login: session.account?.login ?? null, projects: found };
    },
  };
}

/** Whoever has the operator's link may what the operator's own token may. `project`: null, all of them. */
function operator(session: number, project: ProjectId | null): Caller {
  return { scope: 'admin', project, agent: null, token: { id: -session, name: 'operator' } };
}
