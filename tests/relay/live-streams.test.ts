import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Authority } from '../../sync-server/auth/authority.ts';
import { createLiveStreams } from '../../sync-server/auth/live-streams.ts';
import type { Session } from '../../sync-server/auth/session.ts';
import { aHolder } from '../builders/people.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const session: Session = {
  ...{ id: 's1', holder: aHolder(), deviceId: 'tablet-1', replicas: [], name: 'grid1' },
  expiresAt: Date.now() + 3_600_000,
};
const withinFiveSeconds = (): Promise<unknown> => vi.advanceTimersByTimeAsync(4_999);

/** An authority whose storage answers, refuses or says nothing at all. */
function authorityOf(freshen: Authority['freshen'], now: () => Session | undefined): Authority {
  return { freshen, sessionOf: () => Promise.resolve(now()), close: () => undefined };
}

it.each([
  ['is silent', () => new Promise<void>(() => undefined)],
  ['refuses', () => Promise.reject(new Error('away'))],
])('ends a stream within 5 s of a revocation when the storage %s', async (_, freshen) => {
  const streams = createLiveStreams({ authority: authorityOf(freshen, () => session), clock: () => Date.now() });
  const { signal } = streams.hold(session);
  await withinFiveSeconds();
  expect(signal.aborted).toBe(true);
});

it('ends a stream within 5 s when the storage fell silent in the middle of its life', async () => {
  let silent = false;
  const freshen = (): Promise<void> => (silent ? new Promise(() => undefined) : Promise.resolve());
  const streams = createLiveStreams({ authority: authorityOf(freshen, () => session), clock: () => Date.now() });
  const { signal } = streams.hold(session);
  await vi.advanceTimersByTimeAsync(60_500);
  expect(signal.aborted).toBe(false);
  silent = true;
  await withinFiveSeconds();
  expect(signal.aborted).toBe(true);
  streams.close();
});

it('ends a stream within 5 s of a revocation when the storage answers, and keeps the others', async () => {
  let now: Session | undefined = session;
  const authority = authorityOf(
    () => Promise.resolve(),
    () => now,
  );
  const streams = createLiveStreams({ authority, clock: () => Date.now() });
  const { signal } = streams.hold(session);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(signal.aborted).toBe(false);
  now = undefined;
  await withinFiveSeconds();
  expect(signal.aborted).toBe(true);
});
