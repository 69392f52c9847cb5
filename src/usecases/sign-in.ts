import type { Caller } from '../core/model/caller.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { scopeOfRole } from '../core/scope-of-role.ts';
import type { Deps, OAuth, Session, Sessions } from '../ports.ts';
import { resolveActor } from './resolve-actor.ts';

type SignInDeps = Pick<Deps, 'store' | 'github'> & { readonly sessions: Sessions; readonly oauth: OAuth };

/** Each project costs a question to GitHub, remembered for a minute. */
const PROJECTS_AT_MOST = 50;

/** `unknown`: not this browser's, or too old. `refused`: GitHub does not know the code. */
export type SignedIn =
  | { readonly kind: 'in'; readonly text: string; readonly forSeconds: number }
  | { readonly kind: 'unknown' | 'refused' };

/** `which`: there are several projects, and nothing said which one it is about. */
export type Met = Caller | 'which' | null;

/** Signing in, and what whoever did may do. */
export function signIn(deps: SignInDeps) {
  const { sessions, oauth } = deps;

  async function callerIn(project: Project, { id, account }: Session): Promise<Caller | null> {
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
    async begin() {
      const begun = await sessions.begin();
      return { url: oauth.authorizeUrl(begun), browser: begun.browser };
    },
    async finish(asked: {
      readonly code: string;
      readonly state: string;
      readonly browser: string;
    }): Promise<SignedIn> {
      const verifier = await sessions.finish(asked.state, asked.browser);
      if (verifier === null) return { kind: 'unknown' };
      const account = await oauth.accountOf(asked.code, verifier);
      if (account === null || account.isBot) return { kind: 'refused' };
      return { kind: 'in', ...(await sessions.create(account)) };
    },
    end: (text: string) => sessions.end(text),
    /** Null: nobody, or whoever it is may not look at that project. */
    async meet(text: string, about: ProjectId | null): Promise<Met> {
      const session = await sessions.meet(text);
      if (session === null) return null;
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
      return { login: session.account.login, projects: found };
    },
  };
}
