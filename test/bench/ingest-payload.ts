import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

export const BENCH_SECRET = 'the secret of the benchmark';
const BYTES = 12_700;

/** The package describes itself as an ES module and is none, so it is read as the file it is. */
const Recordings = z.array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }));
const IssueComment = z.looseObject({ action: z.literal('created'), comment: z.looseObject({}) });

/** A recorded `issue_comment` payload, its text lengthened to 12.7 kB, and its signature. */
export function ingestPayload(): { readonly body: Buffer; readonly signature: string } {
  const recorded = recordedComment();
  const withText = (text: string) =>
    JSON.stringify({
      ...recorded,
      comment: { ...recorded.comment, body: text },
      installation: { id: 17, node_id: 'MDIzOkludGVncmF0aW9u' },
    });
  const sentence = 'A hundred agents write comments of this kind, one after the other. ';
  const missing = BYTES - Buffer.byteLength(withText(''));
  const text = sentence.repeat(Math.ceil(missing / sentence.length)).slice(0, missing);
  const body = Buffer.from(withText(text));
  return { body, signature: `sha256=${createHmac('sha256', BENCH_SECRET).update(body).digest('hex')}` };
}

function recordedComment(): z.output<typeof IssueComment> {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const recordings = Recordings.parse(JSON.parse(readFileSync(path, 'utf8')));
  const examples = recordings.find(({ name }) => name === 'issue_comment')?.examples ?? [];
  for (const example of examples) {
    const comment = IssueComment.safeParse(example);
    if (comment.success) return comment.data;
  }
  throw new Error('the recording of issue_comment.created is gone');
}
