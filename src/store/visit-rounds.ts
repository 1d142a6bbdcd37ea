import type { Impact, RoundOrder, VisitRound } from '../domain/documents/round.ts';
import type { Door } from '../domain/door.ts';
import type { Part } from '../domain/envelope.ts';
import { failed, type Result } from '../domain/fault.ts';
import type { Day } from '../domain/day.ts';
import { groupBy } from '../domain/group.ts';
import { roundPlan, type RoundDoor } from '../domain/visit-round.ts';
import { doorsByDwelling } from './due-doors.ts';
import { areaOfDoor } from './one-tap.ts';
import { areaDatabaseOf } from './organisation.ts';
import { saveAction, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { standingVisitsOf } from './standing-visits.ts';
import { newHead, type Store } from './store.ts';

export interface RoundHere {
  readonly round: VisitRound;
  readonly closed: boolean;
}

/** Every round on this tablet, open ones first, the newest first. */
export const roundsHere = (shelf: Shelf): readonly RoundHere[] =>
  shelf.derive('visit rounds', ['visitRound', 'roundClosing'], () =>
    shelf
      .all('visitRound')
      .map((round) => ({ round, closed: shelf.by('roundClosing', 'roundId', round._id).length > 0 }))
      .sort((a, b) => Number(a.closed) - Number(b.closed) || (a.round.at < b.round.at ? 1 : -1)),
  );

/** The rounds that run in a building on a day or are late there, the newest first. */
export const roundsOfBuilding = (shelf: Shelf, buildingId: string, today: Day): VisitRound[] =>
  roundsHere(shelf).flatMap(({ round, closed }) =>
    !closed && round.from <= today && round.buildings.includes(buildingId) ? [round] : [],
  );

/** How every door of a round stands, in the order in which the round asks for them. */
export const roundPlanHere = (shelf: Shelf, round: VisitRound): readonly RoundDoor[] =>
  shelf.derive(
    `plan ${round._id}`,
    ['dwelling', 'household', 'visit', 'review', 'impact', 'matter', 'withdrawal'],
    () => {
      const byDwelling = doorsByDwelling(shelf);
      const withdrawn = new Set(shelf.all('withdrawal').map(({ subjectId }) => subjectId));
      return roundPlan(round, {
        doors: round.buildings.flatMap((building) =>
          shelf.by('dwelling', 'buildingId', building).flatMap(({ _id }) => byDwelling.get(_id) ?? []),
        ),
        visits: round.buildings.flatMap((building) => standingVisitsOf(shelf, building)),
        impacts: shelf.by('impact', 'roundId', round._id),
        matters: round.buildings
          .flatMap((building) => shelf.by('matter', 'buildingId', building))
          .filter(({ _id }) => !withdrawn.has(_id)),
      });
    },
  );

/** What a secretary says of a round. */
export interface RoundWish {
  readonly title: string;
  readonly buildings: readonly string[];
  readonly checklistId: string;
  readonly from: Day;
  readonly to: Day;
  readonly order: RoundOrder;
}

/** Starts a round: one document for each area that it reaches into. Fault `not-yours`: a building stands in no area here. */
export async function startRound(store: Store, wish: RoundWish): Promise<Result<Saved>> {
  const byArea = groupBy(wish.buildings, (building) => areaDatabaseOf(store, building));
  const parts = [...byArea].flatMap(([db, buildings]): Part[] => {
    if (db === undefined) return [];
    const doc: VisitRound = { ...newHead(store, 'visitRound'), ...wish, buildings: [...buildings] };
    return [{ db, doc }];
  });
  return byArea.has(undefined) || parts.length === 0 ? failed('not-yours') : saveAction(store, { parts });
}

/** From now on the round asks for no door. */
export async function closeRound(store: Store, round: VisitRound): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('visitRound', round._id);
  if (db === undefined) return failed('not-yours');
  const doc = { ...newHead(store, 'roundClosing'), roundId: round._id, after: round._id };
  return saveAction(store, { parts: [{ db, doc }] });
}

/** Says how much a household is touched by what a round is about. @param seen the judgement that it replaces */
export async function judgeImpact(
  store: Store,
  round: VisitRound,
  door: Door,
  score: number,
  seen?: Impact,
): Promise<Result<Saved>> {
  const db = areaOfDoor(store, door);
  if (db === undefined) return failed('not-yours');
  const doc: Impact = {
    ...newHead(store, 'impact'),
    roundId: round._id,
    dwellingId: door.dwellingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
    score,
    ...(seen && { after: seen._id }),
  };
  return saveAction(store, { parts: [{ db, doc }] });
}
