import { html, type Html } from './html.ts';

export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

export function tag(text: string, tone: Tone): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** Where a list is empty. */
export function none(sentence: string): Html {
  return html`<p class="quiet">${sentence}</p>`;
}
