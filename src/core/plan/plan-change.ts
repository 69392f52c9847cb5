import type { Item } from './board.ts';

/** One thing to do on GitHub, in the words of the plan: issues that do not exist yet have no number. */
export type PlanChange =
  | { readonly kind: 'label'; readonly name: string; readonly color: string; readonly description: string }
  | { readonly kind: 'branch'; readonly name: string; readonly from: string }
  | {
      readonly kind: 'create';
      readonly item: Item;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  | {
      readonly kind: 'edit';
      readonly item: Item;
      readonly issue: number;
      readonly was: string;
      /** Null: stays. */
      readonly title: string | null;
      readonly body: string | null;
      readonly addLabels: readonly string[];
      readonly removeLabels: readonly string[];
    }
  | { readonly kind: 'sub-issue'; readonly epic: string; readonly task: string }
  | { readonly kind: 'wait'; readonly task: string; readonly on: string }
  | { readonly kind: 'unwait'; readonly task: string; readonly on: string }
  /** Closes a task that the plan calls done. */
  | { readonly kind: 'close'; readonly task: string };
