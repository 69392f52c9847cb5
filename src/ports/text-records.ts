import type { TaskId } from '../core/model/ids.ts';
import type { TaskTexts } from '../core/model/task-text.ts';

/** What issues ask for, as written and as approved. Whoever writes has locked the task. */
export interface TextRecords {
  /** Null: the task was made before texts were kept, and its issue was not looked at since. */
  of(task: TaskId): Promise<TaskTexts | null>;
  put(task: TaskId, texts: TaskTexts): Promise<void>;
}
