import type { Sync } from '../../../src/sync/start.ts';
import { carry, forget, open, whenLoaded, type Credentials } from './account.ts';

export interface Idle {
  /** ms from the wish to sync until the engine rests again, one for each round */
  readonly rounds: readonly number[];
  readonly documents: number;
}

/** Resolves when the engine has fetched and rests again. */
const whenRested = (sync: Sync): Promise<void> =>
  new Promise((resolve) => {
    let fetched = false;
    const unfollow = sync.subscribe(() => {
      fetched ||= sync.status.activity === 'fetching';
      if (!fetched || sync.status.activity !== 'resting') return;
      unfollow();
      resolve();
    });
  });

/** Syncs again and again with nothing new on either side, everything being here. */
export async function idleSync(credentials: Credentials, rounds: number): Promise<Idle> {
  const account = await open(credentials);
  const { store } = account;
  const sync = carry(account);
  await whenLoaded(account, sync);
  const took: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const rested = whenRested(sync);
    const began = performance.now();
    sync.now();
    await rested;
    // the first ones are still met for the first time
    if (round >= 0) took.push(performance.now() - began);
  }
  sync.stop();
  const documents = await store.db.documents.count();
  await forget(store);
  return { rounds: took, documents };
}
