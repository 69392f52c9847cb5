import { html, Html } from '../core/page/html.ts';
import { BOARD_SCRIPT } from './board-script.ts';
import { pageFrame } from './page-frame.ts';

/**
 * The page at `/` for people who signed in. It holds nothing of anybody: its script asks the API, which shows them what
 * they may see, and follows what happens.
 */
export function boardPage(): string {
  return pageFrame({
    head: new Html(`<script type="module">${BOARD_SCRIPT}</script>`),
    header: html`<nav id="projects" aria-label="Repositories"></nav>
      <p>
        <span id="live" role="status"></span> · <span id="who"></span> <button id="sign-out">Sign out</button>
      </p>`,
    main: html`<main id="board">
      <noscript><p>This page needs JavaScript. Signed out, it does without.</p></noscript>
    </main>`,
  });
}
