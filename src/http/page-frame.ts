import { html, Html } from '../core/page/html.ts';
import { STATUS_STYLE } from './status-style.ts';

/** A page of ours: what its head has besides, its headline's row, and the rest. */
export function pageFrame(page: { readonly head: Html; readonly header: Html; readonly main: Html }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Flotilla</title>
        ${new Html(`<style>${STATUS_STYLE}</style>`)} ${page.head}
      </head>
      <body>
        <header>
          <h1>Flotilla</h1>
          ${page.header}
        </header>
        ${page.main}
      </body>
    </html>`.text;
}
