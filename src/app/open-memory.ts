import type { Clock } from '../platform/clock.ts';
import { plainSeal } from '../platform/crypto.ts';
import { ulids } from '../platform/ids.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Tablet } from '../store/tablet.ts';
import type { Memory } from './memory.svelte.ts';

export interface MemoryParts {
  readonly tablet: Tablet;
  readonly clock: Clock;
  readonly memory: Memory;
  /** lets go of what can be spared when the browser has no room */
  readonly spare: () => Promise<boolean>;
}

/** Opens what this tablet remembers of an account; whatever is wrong with it is told to `memory`. */
export async function openMemory({ tablet, clock, memory, spare }: MemoryParts, user: string): Promise<Store> {
  const device = await tablet.deviceId(() => crypto.randomUUID());
  try {
    const store = await openStore({
      user,
      device,
      clock,
      ids: ulids(() => clock.now()),
      seal: plainSeal,
      durability: 'strict',
      spare,
      closed: memory.inTrouble,
      blocked: () => {
        memory.inTrouble('blocked');
      },
    });
    memory.free();
    return store;
  } catch (error) {
    // Nothing is made anew over it: what cannot be read now may be readable at the next start.
    memory.inTrouble('unreadable');
    throw error;
  }
}
