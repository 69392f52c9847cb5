/** Two epics with a threshold, and three tasks: one done, one that waits, one that waits across epics. */
export const SMALL_PLAN = `version: 1
project: Small
epics:
  - { key: a, title: First, branch: a/work }
  - { key: b, title: Second, branch: b/work, after: [{ epic: a, percent: 50 }] }
tasks:
  - { key: "1", epic: a, title: One, hours: 8, priority: 80, status: done }
  - { key: "2", epic: a, title: Two, hours: 4, after: ["1"], agent: agent-x }
  - { key: "3", epic: b, title: Three, after: ["2"] }
`;
