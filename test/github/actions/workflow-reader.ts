import { readFolder } from '../git/read-folder.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { parseWorkflow } from './parse-workflow.ts';
import type { Workflow } from './workflow.ts';

/** A workflow file as it stands in a commit; GitHub shows an invalid one as a failed run without jobs. */
export type WorkflowFile = { readonly path: string; readonly workflow: Workflow | undefined };

export type WorkflowReader = { read(treeish: string): Promise<readonly WorkflowFile[]> };

const FOLDER = '.github/workflows';

/** Reads the workflows of any commit or tree of a repository. A file is parsed once per content. */
export function createWorkflowReader(objects: ObjectReader): WorkflowReader {
  const known = new Map<string, Promise<WorkflowFile>>();
  return {
    async read(treeish) {
      const entries = await readFolder(objects, `${treeish}:${FOLDER}`);
      const files = entries.filter(({ kind, name }) => kind === 'blob' && /.\.ya?ml$/.test(name));
      return Promise.all(files.map(({ sha, name }) => fileOf(sha, `${FOLDER}/${name}`)));
    },
  };

  function fileOf(blob: string, path: string): Promise<WorkflowFile> {
    const key = `${blob} ${path}`;
    const file = known.get(key) ?? readFile(blob, path);
    known.set(key, file);
    return file;
  }

  async function readFile(blob: string, path: string): Promise<WorkflowFile> {
    const object = await objects.read(blob);
    try {
      return { path, workflow: parseWorkflow(path, object?.data.toString() ?? '') };
    } catch {
      return { path, workflow: undefined };
    }
  }
}
