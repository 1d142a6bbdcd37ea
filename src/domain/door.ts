import { byHash } from './canonical.ts';
import type { CareTag } from './care-tags.ts';
import { compareInstants } from './day.ts';
import type { ArrivalStep, ArrivalTarget } from './documents/arrival.ts';
import type { PlanCancellation, Proposal } from './documents/care.ts';
import type { Address, Dwelling, Household, UseStatus } from './documents/place.ts';
import type { VisitRound } from './documents/round.ts';
import type { Assignment, Matter, Postponement, Refusal, Visit, Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { inForce } from './in-force.ts';
import { fieldOf } from './register.ts';

/**
 * A door to knock on: a dwelling and the household behind it. A dwelling shared by two households is two doors; an empty one
 * is a door without a household. Everything but the ids only describes.
 */
export interface Door {
  readonly dwellingId: string;
  readonly buildingId: string;
  readonly address: Address;
  readonly householdId?: string;
  readonly familyName?: string;
  readonly size?: number;
  readonly useStatus?: UseStatus;
}

/** The doors of a dwelling as it is described now: one for each household, or one without. */
export function doorsOfDwelling(dwelling: Dwelling, households: readonly Household[]): Door[] {
  const address = fieldOf(dwelling, 'address');
  if (address === undefined) return [];
  const useStatus = fieldOf(dwelling, 'useStatus');
  const place = {
    dwellingId: dwelling._id,
    buildingId: address.buildingId,
    address,
    ...(useStatus !== undefined && { useStatus }),
  };
  if (households.length === 0) return [place];
  return households.map((household) => {
    const familyName = fieldOf(household, 'familyName');
    const size = fieldOf(household, 'size');
    return {
      ...place,
      householdId: household._id,
      ...(familyName !== undefined && { familyName }),
      ...(size !== undefined && { size }),
    };
  });
}

/** One key for each door. */
export const doorKey = (door: { readonly dwellingId: string; readonly householdId?: string | undefined }): string =>
  door.householdId ?? door.dwellingId;

/** Everything the due rule reads, for any number of doors. Missing lists are empty. */
export interface DueFacts {
  readonly doors: readonly Door[];
  /** versions that no correction replaced (`standing`) */
  readonly visits?: readonly Visit[];
  /** `activeTags` */
  readonly tags?: readonly CareTag[];
  /** `mustArriveOf` */
  readonly mustArrive?: readonly Proposal[];
  readonly arrivalSteps?: readonly ArrivalStep[] | undefined;
  readonly arrivalTargets?: readonly ArrivalTarget[] | undefined;
  readonly refusals?: readonly Refusal[];
  readonly postponements?: readonly Postponement[];
  readonly cancellations?: readonly PlanCancellation[] | undefined;
  readonly assignments?: readonly Assignment[];
  readonly matters?: readonly Matter[];
  readonly withdrawals?: readonly Withdrawal[];
  /** `openRounds` */
  readonly rounds?: readonly VisitRound[];
}

/** The same for one door; visits from the oldest to the newest. */
export interface DoorFacts {
  readonly door: Door;
  readonly visits: readonly Visit[];
  readonly tags: readonly CareTag[];
  readonly mustArrive: readonly Proposal[];
  /** of any must-arrive */
  readonly arrivalSteps?: readonly ArrivalStep[] | undefined;
  readonly arrivalTargets?: readonly ArrivalTarget[] | undefined;
  readonly refusals: readonly Refusal[];
  readonly postponements: readonly Postponement[];
  /** planned visits that a secretary cancelled */
  readonly cancellations?: readonly PlanCancellation[] | undefined;
  readonly assignments: readonly Assignment[];
  /** what people said here and were promised an answer on */
  readonly promises: readonly Matter[];
  /** rounds that ask for every door of this building */
  readonly rounds: readonly VisitRound[];
}

interface AtDoor {
  readonly dwellingId?: string | undefined;
  readonly householdId?: string | undefined;
}

/** A fact without a household is about everyone behind the door; one about a household that has left is about nobody. */
const concerns = (door: Door, fact: AtDoor): boolean =>
  fact.householdId === undefined || door.householdId === undefined || fact.householdId === door.householdId;

const oldestFirst = (a: Visit, b: Visit): number => compareInstants(a.startedAt, b.startedAt) || byHash(a._id, b._id);

/** Facts by door, gathered once for a whole area. Facts that were replaced or withdrawn are left out. */
export function factsOfDoors(facts: DueFacts): Map<string, DoorFacts> {
  const pick = <T extends AtDoor>(all: readonly T[] | undefined): ((door: Door) => T[]) => {
    const byDwelling = groupBy(all ?? [], (fact) => fact.dwellingId);
    return (door) => byDwelling.get(door.dwellingId)?.filter((fact) => concerns(door, fact)) ?? [];
  };
  const { withdrawals } = facts;
  const visits = pick(facts.visits);
  const tags = pick(facts.tags);
  const mustArrive = pick(inForce(facts.mustArrive ?? [], withdrawals));
  const refusals = pick(inForce(facts.refusals ?? [], withdrawals));
  const postponements = pick(inForce(facts.postponements ?? [], withdrawals));
  const cancellations = pick(inForce(facts.cancellations ?? [], withdrawals));
  const assignments = pick(inForce(facts.assignments ?? [], withdrawals));
  const promises = pick(inForce(facts.matters ?? [], withdrawals).filter((matter) => matter.resolution === 'taken'));
  const rounds = [...(facts.rounds ?? [])].sort((a, b) => byHash(a._id, b._id));
  const none: readonly VisitRound[] = [];
  return new Map(
    facts.doors.map((door) => [
      doorKey(door),
      {
        door,
        visits: visits(door).sort(oldestFirst),
        tags: tags(door),
        mustArrive: mustArrive(door),
        arrivalSteps: facts.arrivalSteps,
        arrivalTargets: facts.arrivalTargets,
        refusals: refusals(door),
        postponements: postponements(door),
        cancellations: cancellations(door),
        assignments: assignments(door),
        promises: promises(door),
        rounds: rounds.length === 0 ? none : rounds.filter(({ buildings }) => buildings.includes(door.buildingId)),
      },
    ]),
  );
}

/** The facts of a door with one visit more, as after finishing one. */
export const withVisit = (facts: DoorFacts, visit: Visit): DoorFacts => ({
  ...facts,
  visits: facts.visits
    .filter((held) => held._id !== visit._id && held._id !== visit.supersedes)
    .concat(visit)
    .sort(oldestFirst),
});
