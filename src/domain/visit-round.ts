import { byHash } from './canonical.ts';
import type { Impact, VisitRound } from './documents/round.ts';
import type { Matter, Visit } from './documents/visit.ts';
import { doorKey, type Door } from './door.ts';
import { visitsOfRound } from './due-by-round.ts';
import { groupBy } from './group.ts';
import { floorHeight, inWalkingOrder } from './walking-order.ts';

/** How a door stands in a round: answered, nobody home so far, declined, or not knocked on yet. */
export const roundStates = ['done', 'notHome', 'refused', 'left'] as const;
export type RoundState = (typeof roundStates)[number];

export interface RoundDoor {
  readonly door: Door;
  readonly key: string;
  readonly state: RoundState;
  /** how much the household is touched (0–3) and what it raised; see `impactScore` */
  readonly score: number;
  /** the judgement in force, for whoever judges anew */
  readonly judged?: Impact;
  readonly lastVisit?: Visit;
}

export interface RoundFacts {
  /** doors of the buildings of the round */
  readonly doors: readonly Door[];
  /** versions that no correction replaced */
  readonly visits: readonly Visit[];
  readonly impacts: readonly Impact[];
  /** what people raised and nobody withdrew */
  readonly matters: readonly Matter[];
}

const answered: readonly Visit['outcome'][] = ['met', 'phone', 'vacant', 'moved'];

function stateOf(visits: readonly Visit[]): RoundState {
  if (visits.some(({ outcome }) => answered.includes(outcome))) return 'done';
  const last = visits.at(-1);
  return last === undefined ? 'left' : last.outcome === 'refused' ? 'refused' : 'notHome';
}

/** The judgement that counts: one that no later one names; of several the one with the smaller hash. */
function inForce(impacts: readonly Impact[]): Impact | undefined {
  const followed = new Set(impacts.map(({ after }) => after));
  return impacts.filter(({ _id }) => !followed.has(_id)).sort((a, b) => byHash(a._id, b._id))[0];
}

/** Exposure as it was judged, and one for every matter that the household raised (domain.md D3). */
export const impactScore = (judged: Impact | undefined, matters: number): number => (judged?.score ?? 0) + matters;

/** The most affected first; among equals the higher floor first, then as one walks (domain.md D3). */
function mostAffectedFirst(walk: readonly RoundDoor[]): RoundDoor[] {
  return walk
    .map((one) => ({ one, height: floorHeight(one.door.address) }))
    .sort((a, b) => b.one.score - a.one.score || b.height - a.height)
    .map(({ one }) => one);
}

/** Every door of a round with how it stands, in the order in which the round asks for them. */
export function roundPlan(round: VisitRound, facts: RoundFacts): RoundDoor[] {
  const at = <T extends { readonly dwellingId?: string | undefined; readonly householdId?: string | undefined }>(
    all: readonly T[],
  ): ((door: Door) => T[]) => {
    const byDwelling = groupBy(all, (one) => one.dwellingId);
    return (door) =>
      (byDwelling.get(door.dwellingId) ?? []).filter(
        ({ householdId }) =>
          householdId === undefined || door.householdId === undefined || householdId === door.householdId,
      );
  };
  const visitsAt = at(
    [...visitsOfRound(round, facts.visits)].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt)),
  );
  const impactsAt = at(facts.impacts.filter(({ roundId }) => roundId === round._id));
  const mattersAt = at(facts.matters);
  const plan = facts.doors
    .filter(({ buildingId }) => round.buildings.includes(buildingId))
    .map((door): RoundDoor => {
      const visits = visitsAt(door);
      const judged = inForce(impactsAt(door));
      const lastVisit = visits.at(-1);
      return {
        door,
        key: doorKey(door),
        state: stateOf(visits),
        score: impactScore(judged, mattersAt(door).length),
        ...(judged && { judged }),
        ...(lastVisit && { lastVisit }),
      };
    });
  const walk = inWalkingOrder(plan, ({ door }) => door.address);
  return round.order === 'mostAffected' ? mostAffectedFirst(walk) : walk;
}

/** How many doors stand how. */
export const roundCounts = (plan: readonly RoundDoor[]): Readonly<Record<RoundState, number>> =>
  Object.fromEntries(roundStates.map((state) => [state, plan.filter((one) => one.state === state).length])) as Record<
    RoundState,
    number
  >;
