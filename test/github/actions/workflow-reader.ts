import { runGit } from '../git/run-git.ts';
import { parseWorkflow } from './parse-workflow.ts';
import type { Workflow } from './workflow.ts';

/** A workflow file as it stands in a commit; GitHub shows an invalid one as a failed run without jobs. */
export type WorkflowFile = { readonly path: string; readonly workflow: Workflow | undefined };

export type WorkflowReader = { read(treeish: string): Promise<readonly WorkflowFile[]> };

const FOLDER = '.github/workflows/';

/** Reads the workflows of any commit or tree of a bare repository. A file is parsed once per content. */
export function createWorkflowReader(gitDir: string): WorkflowReader {
  const known = new Map<string, Promise<WorkflowFile>>();
  return {
    async read(treeish) {
      const { stdout } = await runGit(gitDir, ['ls-tree', '-z', treeish, FOLDER]);
      const entries = stdout.split('\0').flatMap((line) => {
        const [, blob = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t(.+\.ya?ml)$/.exec(line) ?? [];
        return blob === '' ? [] : [{ blob, path }];
      });
      return Promise.all(entries.map(({ blob, path }) => fileOf(blob, path)));
    },
  };

  function fileOf(blob: string, path: string): Promise<WorkflowFile> {
    const key = `${blob} ${path}`;
    const file = known.get(key) ?? readFile(blob, path);
    known.set(key, file);
    return file;
  }

  async function readFile(blob: string, path: string): Promise<WorkflowFile> {
    const { stdout } = await runGit(gitDir, ['cat-file', 'blob', blob]);
    try {
      return { path, workflow: parseWorkflow(path, stdout) };
    } catch {
      return { path, workflow: undefined };
    }
  }
}
