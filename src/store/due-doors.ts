import { dayOf } from '../domain/day.ts';
import type { DocumentOf } from '../domain/document.ts';
import { dueDoors, type DueDoor } from '../domain/due.ts';
import { openRounds } from '../domain/due-by-round.ts';
import { dueTime } from '../domain/due-reason.ts';
import { dueFactsFrom } from '../domain/due-facts.ts';
import { doorsOfDwelling, doorKey, type Door, type DueFacts } from '../domain/door.ts';
import { groupBy } from '../domain/group.ts';
import { allDoors } from './buildings.ts';
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

/** Facts of one dwelling, by the field that names it: when one of them changes, only its doors are asked again. */
const ofDwelling = [
  'visit',
  'refusal',
  'postponement',
  'planCancellation',
  'assignment',
  'proposal',
  'matter',
] as const;
/** Whatever may concern any door: every door is asked again. */
const ofAll = [
  'dwelling',
  'household',
  'withdrawal',
  'confirmation',
  'policy',
  'visitRound',
  'roundClosing',
  'arrivalStep',
  'arrivalTarget',
] as const;

interface Asked {
  readonly version: number;
  readonly due: DueDoor[];
  /** a clock runs at one of its doors */
  readonly untilMinute: string | undefined;
}

/**
 * What is due at every door now. After a change only the doors that it concerns are asked again, and those where a clock
 * runs once a minute; with the day, or with a policy, all of them.
 */
export function dueOnTablet(store: Store): readonly DueDoor[] {
  const { shelf, clock } = store;
  const now = clock.instant();
  return shelf.derive('due', [...ofDwelling, ...ofAll], () => dueAt(shelf, now), minuteOf(now));
}

const minuteOf = (instant: string): string => instant.slice(0, 16);

function dueAt(shelf: Shelf, now: string): DueDoor[] {
  const known = shelf.derive('due by dwelling', ofAll, () => new Map<string, Asked>(), dayOf(now));
  const doors = doorsByDwelling(shelf);
  const version = (id: string): number =>
    ofDwelling.reduce((sum, type) => sum + shelf.documents.versionBy(type, 'dwellingId', id), 0);
  const holds = (id: string): boolean => {
    const asked = known.get(id);
    return asked?.version === version(id) && (asked.untilMinute ?? minuteOf(now)) === minuteOf(now);
  };
  const moved = [...doors.keys()].filter((id) => !holds(id));
  const policies = shelf.all('policy');
  const found = groupBy(dueDoors(factsAt(shelf, moved), policies, dueTime(now)), ({ door }) => door.dwellingId);
  for (const id of moved) {
    const due = found.get(id) ?? [];
    const clocked = due.some(({ reasons }) => reasons.some(({ dueAt: until }) => until !== undefined));
    known.set(id, { version: version(id), due, untilMinute: clocked ? minuteOf(now) : undefined });
  }
  return [...doors.keys()].flatMap((id) => known.get(id)?.due ?? []);
}

/** Everything that the due rule reads of these dwellings. */
function factsAt(shelf: Shelf, dwellings: readonly string[]): DueFacts {
  const doors = doorsByDwelling(shelf);
  const at = <T extends (typeof ofDwelling)[number]>(type: T): DocumentOf[T][] =>
    dwellings.flatMap((id) => shelf.by(type, 'dwellingId', id));
  const proposals = at('proposal');
  return dueFactsFrom({
    doors: dwellings.flatMap((id) => doors.get(id) ?? []),
    visits: at('visit'),
    refusals: at('refusal'),
    postponements: at('postponement'),
    cancellations: at('planCancellation'),
    assignments: at('assignment'),
    withdrawals: shelf.all('withdrawal'),
    proposals,
    confirmations: proposals.flatMap((proposal) => shelf.by('confirmation', 'proposalId', proposal._id)),
    matters: at('matter'),
    arrivalSteps: shelf.all('arrivalStep'),
    arrivalTargets: shelf.all('arrivalTarget'),
    rounds: openRounds(shelf.all('visitRound'), shelf.all('roundClosing')),
  });
}

/** The due state of one door, by `doorKey`. */
export function dueOfDoorOnTablet(store: Store, key: string): DueDoor | undefined {
  return dueOnTablet(store).find((due) => doorKey(due.door) === key);
}
