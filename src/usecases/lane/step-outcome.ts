/** Whether the lane should be stepped again at once; `busy`: another worker holds it. */
export type StepOutcome = 'moved' | 'idle' | 'busy';
