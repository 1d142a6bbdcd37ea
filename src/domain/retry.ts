import { addDays, dayOf, isWorkingDay, nextWorkingDay, type Day } from './day.ts';
import type { RetrySlot, Visit } from './documents/visit.ts';

/** After so many knocks on a silent door somebody should think of another way than a fourth (domain.md §7.3: 3 tries on 3 days). */
export const enoughTries = 3;

/** When to try again where nobody was home. */
export interface Retry {
  /** the first day that fits */
  readonly on: Day;
  readonly slot: RetrySlot;
  /** how often nobody was home since the last completed visit */
  readonly tries: number;
  /** three tries were had: telephone, or ask the building leader */
  readonly enough: boolean;
}

const eveningFrom = 17;
type KnockSlot = Exclude<RetrySlot, 'phone_first'>;
/** Who was out by day is likeliest home in the evening, then at the weekend (ours). */
const others: readonly KnockSlot[] = ['weekday_eve', 'weekend', 'weekday_day'];

/** The part of the week in which somebody knocked. */
export function slotOfTry(startedAt: string): KnockSlot {
  if (!isWorkingDay(dayOf(startedAt))) return 'weekend';
  return Number(startedAt.slice(11, 13)) >= eveningFrom ? 'weekday_eve' : 'weekday_day';
}

/** The first day after another that lies in a part of the week. */
function dayIn(slot: RetrySlot, after: Day): Day {
  if (slot === 'phone_first') return addDays(after, 1);
  if (slot !== 'weekend') return nextWorkingDay(after);
  const next = addDays(after, 1);
  return isWorkingDay(next) ? dayIn(slot, next) : next;
}

/** The part of the week that was not tried, else the one that was tried longest ago. */
function another(tried: readonly KnockSlot[]): KnockSlot {
  return [...others].sort((a, b) => tried.lastIndexOf(a) - tried.lastIndexOf(b))[0] ?? 'weekday_eve';
}

const nobody = ({ outcome }: Visit): boolean => outcome === 'not_home' || outcome === 'no_access';

/**
 * Another day, and the time that the household prefers, else one that was not tried yet; after three tries by telephone first.
 * Undefined while the last try was no silent door.
 * @param tries since the last completed visit, from the oldest to the newest
 * @param wish what the household said it prefers
 */
export function retryAfter(tries: readonly Visit[], wish: RetrySlot | undefined): Retry | undefined {
  const last = tries.at(-1);
  if (!last || !nobody(last)) return undefined;
  const silent = tries.filter(nobody);
  const enough = silent.length >= enoughTries;
  const slot = wish ?? (enough ? 'phone_first' : another(silent.map((visit) => slotOfTry(visit.startedAt))));
  return { on: dayIn(slot, dayOf(last.startedAt)), slot, tries: silent.length, enough };
}
