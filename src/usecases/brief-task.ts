import { briefPull } from '../core/brief/brief-pull.ts';
import { briefOf, type Brief } from '../core/brief/brief.ts';
import type { ProjectId } from '../core/model/ids.ts';
import { briefWords } from '../core/words/brief-words.ts';
import type { Deps } from '../ports.ts';

/** What an agent is told about a task, as data and in words. Null: there is no such task, or nothing is known of its text. */
export async function briefTask(
  deps: Pick<Deps, 'store' | 'markdown'>,
  project: ProjectId,
  issue: number,
): Promise<(Brief & { readonly words: string }) | null> {
  const task = await deps.store.read.task(project, issue);
  if (!task) return null;
  const facts = await deps.store.transaction(async (tx) => {
    const card = await tx.tasks.card(task.id);
    const pull = card.pull && briefPull(await tx.pulls.view(card.pull.id));
    return { card, pull, texts: await tx.texts.of(task.id) };
  });
  if (!facts.texts) return null;
  const brief = briefOf(facts.card, facts.texts, facts.pull, (body) => deps.markdown.readable(body));
  return { ...brief, words: briefWords(brief) };
}
