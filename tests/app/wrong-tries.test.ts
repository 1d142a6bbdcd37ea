import { expect, test } from 'vitest';
import { WrongTries } from '../../src/app/wrong-tries.ts';
import type { Account } from '../../src/store/tablet.ts';

test('wrong digits count for whoever typed them, whoever takes the tablet meanwhile', async () => {
  const accounts = new Map<string, Account>(
    ['grid1', 'grid2'].map((user) => [user, { user, name: user, lastUsed: 1 }]),
  );
  let now = accounts.get('grid1');
  const tablet = {
    keepAccount: (user: string, change: object) => {
      const kept = { ...(accounts.get(user) as Account), ...change };
      accounts.set(user, kept);
      return Promise.resolve(kept);
    },
  };
  const tries = new WrongTries(tablet, () => now);
  const keep = tries.keeper();
  now = accounts.get('grid2');
  await keep({ wrong: 5, pausedUntil: 60_000 });
  expect([tries.current.wrong, accounts.get('grid1')?.wrongTries, accounts.get('grid2')?.wrongTries]).toEqual([
    ...[0, 5, undefined],
  ]);
  now = accounts.get('grid1');
  expect(tries.current).toEqual({ wrong: 5, pausedUntil: 60_000 });
});
