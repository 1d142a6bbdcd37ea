import type { Door } from '../../domain/door.ts';
import { maskPhone } from '../../domain/masks.ts';
import { fieldOf } from '../../domain/register.ts';
import { livingHere } from '../../store/home-changes.ts';
import { visitsToDoor } from '../../store/visits.ts';
import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** What was known last time, for the card of “nothing changed”: use, people, telephone (masked), when it was checked. */
export function lastFacts(store: Store, door: Door, words: Words): { readonly term: string; readonly text: string }[] {
  const { shelf } = store;
  const { last } = words.visit;
  const found: { term: string; text: string }[] = [];
  if (door.useStatus) found.push({ term: last.use, text: words.status.use[door.useStatus] });
  if (door.size !== undefined) found.push({ term: last.people, text: words.status.people(door.size) });
  const household = door.householdId === undefined ? undefined : shelf.get('household', door.householdId);
  const headId = household && fieldOf(household, 'headId');
  const people = household ? livingHere(shelf, household._id) : [];
  const number = [...people]
    .sort((a, b) => Number(b._id === headId) - Number(a._id === headId))
    .flatMap((one) => fieldOf(one, 'phone')?.number ?? [])[0];
  if (number !== undefined) found.push({ term: last.phone, text: maskPhone(number) });
  const met = visitsToDoor(shelf, door.dwellingId).find(
    (visit) => visit.householdId === door.householdId && ['met', 'phone'].includes(visit.outcome),
  );
  found.push({ term: last.checked, text: met ? words.days.dayWithYear(met.startedAt) : last.never });
  return found;
}
