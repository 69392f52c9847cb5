/** Who holds a lock, or waits for it. */
export interface Holder {
  /** Names of the locks it holds. */
  readonly held: string[];
  waitsFor: Lock | null;
  ended: boolean;
}

export interface Lock {
  owner: Holder;
  readonly waiting: { readonly who: Holder; readonly go: () => void }[];
}

export type Locks = Map<string, Lock>;

/** Postgres gives one of those up who wait for each other. */
class Deadlock extends Error {
  override readonly name = 'Deadlock';
  readonly code = '40P01';
}

/** Takes a lock: null when it is `holder`'s at once, else what to wait for. Throws when that would be for ever. */
export function withLock(locks: Locks, holder: Holder, name: string): Promise<void> | null {
  if (holder.ended) throw new Error('the transaction has ended');
  const known = locks.get(name);
  if (!known) {
    locks.set(name, { owner: holder, waiting: [] });
    holder.held.push(name);
    return null;
  }
  if (known.owner === holder) return null;
  if (leadsBack(known, holder)) throw new Deadlock(`waiting for ${name} would be for ever`);
  holder.waitsFor = known;
  return new Promise((go) => known.waiting.push({ who: holder, go }));
}

/** Each lock goes to whoever has waited for it longest. */
export function releaseLocks(locks: Locks, holder: Holder): void {
  holder.ended = true;
  for (const name of holder.held) {
    const lock = locks.get(name);
    let next = lock?.waiting.shift();
    while (next?.who.ended) next = lock?.waiting.shift();
    if (!lock || !next) {
      locks.delete(name);
      continue;
    }
    lock.owner = next.who;
    next.who.waitsFor = null;
    next.who.held.push(name);
    next.go();
  }
  holder.held.length = 0;
}

function leadsBack(lock: Lock, holder: Holder): boolean {
  let at: Lock | null = lock;
  while (at) {
    if (at.owner === holder) return true;
    at = at.owner.waitsFor;
  }
  return false;
}
