import { afterEach, beforeEach, expect, it } from 'vitest';
import { Memory } from '../../src/app/memory.svelte.ts';
import { Session } from '../../src/app/session.svelte.ts';
import { makePinVerifier } from '../../src/platform/crypto.ts';
import type { Traces } from '../../src/platform/trace.ts';
import { openTablet, type Tablet } from '../../src/store/tablet.ts';
import { monday } from '../builders/documents.ts';
import { movableClock } from '../builders/movable-clock.ts';
import { aHolder } from '../builders/people.ts';

const pin = '280519';
const nowhere: Traces = { read: () => undefined, write: () => undefined, any: false };
let tablet: Tablet;
/** what happens when a session is about to lay an account's memory out */
let between: () => void;
let carried: string[];
let session: Session;

beforeEach(async () => {
  const real = await openTablet();
  between = () => undefined;
  carried = [];
  tablet = {
    ...real,
    keepSetting: async (key, value) => {
      between();
      await real.keepSetting(key, value);
    },
  };
  for (const user of ['grid1', 'grid2'])
    await real.keepAccount(user, {
      ...{ name: user, lastUsed: 1, pin: await makePinVerifier(user === 'grid1' ? pin : '999000', 1) },
      me: { name: user, holder: aHolder('gridWorker', { userId: user }) },
    });
  session = new Session({
    tablet,
    clock: movableClock(monday),
    memory: new Memory(nowhere),
    spare: () => Promise.resolve(false),
    carry: (store) => {
      carried.push(store.user);
      return { stop: () => undefined, signedIn: () => undefined };
    },
  });
  await session.begin();
});
afterEach(async () => {
  session.someoneNew();
  tablet.close();
  for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
});

it('opens for the right digits', async () => {
  session.choose('grid1');
  expect([await session.unlock('111111'), session.phase]).toEqual([false, 'locked']);
  expect([await session.unlock(pin), session.phase, session.store?.user, carried]).toEqual([
    ...[true, 'in', 'grid1', ['grid1']],
  ]);
});

it('does not open another’s work for one’s own digits', async () => {
  session.choose('grid1');
  const unlocking = session.unlock(pin);
  session.other();
  session.choose('grid2');
  await unlocking;
  expect([session.phase, session.account?.user, carried]).toEqual(['locked', 'grid2', []]);
});

it('stays where it was left when somebody else takes the tablet while it is laid out', async () => {
  session.choose('grid1');
  between = () => {
    between = () => undefined;
    session.other();
  };
  await session.unlock(pin);
  expect([session.phase, session.store, carried]).toEqual(['choose', undefined, []]);
});
