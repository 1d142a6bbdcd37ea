import { describe, expect, it } from 'vitest';
import { UnlockModel, type Tries } from '../../src/features/sign-in/pin.svelte.ts';

const minute = 60_000;

/** A tablet whose PIN is 280417, and what it remembers of wrong tries. */
function aLock(kept: Tries = { wrong: 0, pausedUntil: 0 }, start = 0) {
  const tablet = { now: start, kept, opened: 0 };
  const lock = (): UnlockModel =>
    new UnlockModel(
      (pin) => {
        const fits = pin === '280417';
        if (fits) tablet.opened += 1;
        return Promise.resolve(fits);
      },
      () => tablet.now,
      tablet.kept,
      (tries) => {
        tablet.kept = tries;
        return Promise.resolve();
      },
    );
  return { tablet, lock };
}
async function type(model: UnlockModel, pin: string): Promise<void> {
  for (const digit of pin) await model.press(digit);
}

describe('wrong tries', () => {
  it('are counted on over a reload, and pause after the fifth', async () => {
    const { tablet, lock } = aLock();
    for (const pin of ['111111', '222222', '333333']) await type(lock(), pin);
    const again = lock();
    expect(again.triesLeft).toBe(2);
    await type(again, '444444');
    await type(again, '555555');
    const later = lock();
    expect(later.pause).toBe(60);
    await type(later, '280417');
    expect(tablet.opened).toBe(0);
  });

  it('lock nobody out for good: after the pause five more are taken, and the right one clears them', async () => {
    const { tablet, lock } = aLock({ wrong: 5, pausedUntil: minute });
    tablet.now = minute + 1;
    const model = lock();
    expect([model.pause, model.triesLeft]).toEqual([0, 5]);
    await type(model, '111111');
    expect(lock().triesLeft).toBe(4);
    await type(lock(), '280417');
    expect([tablet.opened, tablet.kept.wrong]).toEqual([1, 0]);
  });

  it('do not pause for longer than a minute when the clock was set back', () => {
    const { lock } = aLock({ wrong: 5, pausedUntil: 365 * 24 * 60 * minute });
    expect(lock().pause).toBe(60);
  });
});
