import { isArrivalReason } from '../../domain/arrival/targets.ts';
import { daysBetween, dayOf } from '../../domain/day.ts';
import type { DueDoor } from '../../domain/due.ts';
import { fieldOf } from '../../domain/register.ts';
import { nameOfUser } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

export interface Brief {
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  /** somebody was here less than a fortnight ago */
  readonly recent: string | undefined;
}

/** How long ago a visit is worth a word before one knocks again (domain.md §8c, W6), in days. */
const recentDays = 14;

/** What to know before knocking: last visit, promises, the good time, the door. Never a reason that tells a trouble. */
export function briefOf(store: Store, due: DueDoor, words: Words): Brief {
  const { shelf, clock } = store;
  const { today: t, days, status } = words;
  const facts: { term: string; text: string }[] = [];
  const last = due.lastVisit;
  const who = last ? (nameOfUser(shelf, last.by) ?? '') : '';
  if (last) {
    facts.push({
      term: t.last,
      text: t.lastVisit(days.dayWithYear(last.startedAt), who, status.outcome[last.outcome]),
    });
  }
  for (const reason of due.reasons) {
    if (reason.kind !== 'promise' || reason.subjectId === undefined) continue;
    const matter = shelf.get('matter', reason.subjectId);
    if (matter) facts.push({ term: t.promised, text: t.promise(days.day(reason.dueOn), matter.text) });
  }
  if (due.slot) facts.push({ term: t.slot, text: status.slot[due.slot] });
  const { retry } = due;
  if (retry?.enough) facts.push({ term: t.retry, text: t.enoughTries(retry.tries) });
  else if (retry && retry.on > clock.today())
    facts.push({ term: t.retry, text: t.nextTry(days.day(retry.on), status.slot[retry.slot]) });
  const household = due.door.householdId === undefined ? undefined : shelf.get('household', due.door.householdId);
  const doorNote = household && fieldOf(household, 'doorNote');
  if (doorNote !== undefined) facts.push({ term: t.doorNote, text: doorNote });
  const ago = last ? daysBetween(dayOf(last.startedAt), clock.today()) : recentDays;
  const disturbed = last !== undefined && ago > 0 && ago < recentDays && last.outcome !== 'not_home';
  return { facts, recent: disturbed ? t.recent(ago, days.day(last.startedAt), who) : undefined };
}

/** The second line of a row: why, in words of cadence only; several reasons are one row. */
export function whyOf(store: Store, due: DueDoor, words: Words): string {
  const [main, ...others] = due.reasons;
  if (!main) return '';
  const { today: t, language } = words;
  const matter = main.kind === 'promise' && main.subjectId ? store.shelf.get('matter', main.subjectId) : undefined;
  const tried = main.kind === 'retry' || main.kind === 'round' ? triedOf(due, words) : undefined;
  const line = tried ?? (matter ? t.answerBy(short(matter.text)) : main.cadence[language]);
  return others.length > 0 ? t.several(line, others.length) : line;
}

/** What became of the tries at a silent door, and when to come instead; undefined: it was none. */
function triedOf({ lastVisit, retry, slot }: DueDoor, { today: t, status }: Words): string | undefined {
  if (!lastVisit || !retry) return undefined;
  if (retry.enough) return t.enoughTries(retry.tries);
  const outcome = status.outcome[lastVisit.outcome];
  return slot ? t.triedBefore(outcome, status.slot[slot]) : t.tryAgain(outcome, status.slot[retry.slot]);
}

const short = (text: string): string => ([...text].length > 10 ? `${[...text].slice(0, 9).join('')}…` : text);

/** Where a must-arrive is taken on and followed up; undefined: it has only a day, and is a visit like any other. */
export function arrivalPath(store: Store, subjectId: string | undefined): string | undefined {
  const raised = subjectId === undefined ? undefined : store.shelf.get('proposal', subjectId);
  return raised && isArrivalReason(raised.subject) ? `/arrivals/${raised._id.slice('proposal:'.length)}` : undefined;
}

/** Why somebody must be there before a clock runs out. */
export function arriveReason(store: Store, subjectId: string | undefined, words: Words): string {
  const subject = subjectId === undefined ? undefined : store.shelf.get('proposal', subjectId)?.subject;
  const reasons: Readonly<Record<string, string>> = words.today.arriveReasons;
  return words.today.mustArrive(reasons[subject ?? ''] ?? words.today.arriveReasons.other);
}
