import { dueDoors, type DueDoor } from '../domain/due.ts';
import { dueTime } from '../domain/due-reason.ts';
import { dueFactsFrom } from '../domain/due-facts.ts';
import { doorsOfDwelling, doorKey, type Door } from '../domain/door.ts';
import { groupBy } from '../domain/group.ts';
import { allDoors } from './buildings.ts';
import { dueFacts, dueTypes } from './due-facts.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';

/** Every door on this tablet as the rules see it: a dwelling and one household, or a dwelling with nobody. */
export const doorsOnTablet = (shelf: Shelf): readonly Door[] =>
  shelf.derive('doors on tablet', ['dwelling', 'household'], () =>
    allDoors(shelf).flatMap(({ dwelling, households }) => doorsOfDwelling(dwelling, households)),
  );

/** Doors by dwelling: more than one where families share a dwelling. */
export const doorsByDwelling = (shelf: Shelf): ReadonlyMap<string, readonly Door[]> =>
  shelf.derive('doors by dwelling', ['dwelling', 'household'], () =>
    groupBy(doorsOnTablet(shelf), (door) => door.dwellingId),
  );

/** What is due at every door now; computed anew when a fact changes, or with the clock once a minute. */
export function dueOnTablet(store: Store): readonly DueDoor[] {
  const { shelf, clock } = store;
  const now = clock.instant();
  return shelf.derive('due', [...dueTypes, 'matter'], () => dueAt(shelf, now), now.slice(0, 16));
}

function dueAt(shelf: Shelf, now: string): DueDoor[] {
  const { policies, residencies: _, ...facts } = dueFacts(shelf);
  const stored = { ...facts, doors: doorsOnTablet(shelf), matters: shelf.all('matter') };
  return dueDoors(dueFactsFrom(stored), policies, dueTime(now));
}

/** The due state of one door, by `doorKey`. */
export function dueOfDoorOnTablet(store: Store, key: string): DueDoor | undefined {
  return dueOnTablet(store).find((due) => doorKey(due.door) === key);
}
