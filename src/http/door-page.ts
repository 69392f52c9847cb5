import { html } from '../core/page/html.ts';
import { pageFrame } from './page-frame.ts';

/** The page at `/` for strangers: what is done in a repository is for those who may read it. */
export function doorPage({ signIn }: { readonly signIn: boolean }): string {
  return pageFrame({
    head: html``,
    header: html`${signIn ? html`<a href="/auth/login">Sign in with GitHub</a>` : ''}`,
    main: html`<main>
      <p>
        ${
          signIn
            ? 'Sign in, and you see the repositories here that you may read at GitHub.'
            : 'Nobody can sign in here: CLIENT_ID and CLIENT_SECRET of the GitHub App are not set.'
        }
      </p>
    </main>`,
  });
}
