import { nextTurn } from './meta.ts';
import type { Store } from './store.ts';
import { againIn } from './verdicts.ts';

/** How often in a row one envelope alone is told to be too large before that is believed. */
const mostTimes = 3;

/**
 * One envelope alone was told to be too large. The relay takes any that this tablet makes, so it may be somebody between
 * the two who says so, today and not tomorrow; and the relay may hold it already.
 * @returns whether it is sent again, a little later; false: that was said often enough to be believed
 */
export function goesAgain({ db, clock }: Store, envelopeId: string): Promise<boolean> {
  return db.transaction('rw', [db.outbox, db.meta], async () => {
    const row = await db.outbox.where('id').equals(envelopeId).first();
    const times = (row?.turnedAway ?? 0) + 1;
    if (!row || times >= mostTimes) return false;
    const turn = await nextTurn(db);
    await Promise.all([
      db.outbox.put({ ...row, turn, turnedAway: times, notBefore: clock.now() + againIn(times) }),
      db.meta.put({ key: 'turn', value: turn }),
    ]);
    return true;
  });
}
