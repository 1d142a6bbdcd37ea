import type { ArrivalTask } from '../arrival/arrival-task.ts';
import { dayOf, nextWorkingDay, type Day } from '../day.ts';
import type { Confirmation, Proposal } from '../documents/care.ts';
import type { OrgUnit } from '../documents/organisation.ts';
import type { Matter, Visit } from '../documents/visit.ts';
import { firstContactFor } from '../due-by-promise.ts';
import type { ThreeParty } from '../three-party/three-party.ts';
import { blankSpots, type BlankSpots, type HomeInBuilding } from './blank-spots.ts';
import { childrenOn, parentOn, structureOn, type Organisation } from './organisation.ts';

/** Working days within which somebody answers a wish for a service (domain.md §7.7: ordinary). */
export const answerWithinDays = 3;

/** What of some buildings in some stretch of time the indicators are counted from; what was taken back is left out. */
export interface HundredStepFacts<H extends HomeInBuilding = HomeInBuilding> {
  readonly homes: readonly H[];
  readonly matters: readonly Matter[];
  /** visits to a dwelling, versions that no correction replaced */
  readonly visitsAt: (dwellingId: string) => readonly Visit[];
  /** wishes for a service that were raised at a door */
  readonly orders: readonly Proposal[];
  readonly decisions: readonly Confirmation[];
  readonly arrivals: readonly ArrivalTask[];
  /** where a matter of several parties stands, by its id */
  readonly partiesOf: (matterId: string) => ThreeParty | undefined;
}

/** 百步工作法: what is at hand within a hundred steps (domain.md A1), in counts and never as a rank. */
export interface HundredSteps {
  /** 组织: buildings, those with somebody at every level, and what is missing */
  readonly organisation: Pick<BlankSpots, 'buildings' | 'answered' | 'gaps'>;
  /** 服务: wishes and promises that were answered or whose day has passed, and those answered in time */
  readonly service: { readonly asked: number; readonly inTime: number };
  /** 矛盾: matters raised, closed in their building, and closed below the community (those in the building too) */
  readonly conflicts: { readonly raised: number; readonly inBuilding: number; readonly inGarden: number };
}

/**
 * Three of the four indicators. The fourth, 活动, is of residents who joined something: no fact tells of that, so nothing is
 * counted.
 */
export function hundredSteps(organisation: Organisation, facts: HundredStepFacts, today: Day): HundredSteps {
  const { buildings, answered, gaps } = blankSpots(organisation, facts.homes, today);
  return {
    organisation: { buildings, answered, gaps },
    service: serviceOf(facts, today),
    conflicts: conflictsOf(facts, structureOn(organisation, today)[0]?.key),
  };
}

/** The last day on which an answer to a wish of that day is in time. */
const answerBy = (day: Day, left = answerWithinDays): Day =>
  left === 0 ? day : answerBy(nextWorkingDay(day), left - 1);

/** The first reply of a party, told to whoever raised the matter. */
const firstReply = (standing: ThreeParty | undefined): Day | undefined =>
  (standing?.parties ?? [])
    .flatMap(({ answers }) => answers.filter(({ answer }) => answer === 'replied').map(({ at }) => dayOf(at)))
    .sort()[0];

function serviceOf(
  { matters, visitsAt, orders, decisions, partiesOf }: HundredStepFacts,
  today: Day,
): HundredSteps['service'] {
  const decided = new Map<string, Day>();
  for (const { proposalId, at } of decisions) {
    const known = decided.get(proposalId);
    if (known === undefined || dayOf(at) < known) decided.set(proposalId, dayOf(at));
  }
  const answers: { readonly by: Day; readonly on: Day | undefined }[] = [
    ...orders.map((order) => ({ by: answerBy(dayOf(order.at)), on: decided.get(order._id) })),
    // what was said about a whole building has no door at which an answer could be told
    ...matters.flatMap((matter) => {
      const { _id, dwellingId, resolution, promisedReplyOn } = matter;
      const replied = firstReply(partiesOf(_id));
      if (dwellingId === undefined && replied === undefined) return [];
      const raised = dayOf(matter.at);
      if (resolution !== 'taken' || promisedReplyOn === undefined) return [{ by: raised, on: raised }];
      const contact = dwellingId && firstContactFor(matter, promisedReplyOn, visitsAt(dwellingId));
      const days = [replied, contact ? dayOf(contact.startedAt) : undefined].flatMap((day) => day ?? []);
      return [{ by: promisedReplyOn, on: days.sort()[0] }];
    }),
  ];
  const counted = answers.filter(({ by, on }) => on !== undefined || by < today);
  return { asked: counted.length, inTime: counted.filter(({ by, on }) => on !== undefined && on <= by).length };
}

type ClosedAt = 'building' | 'garden' | 'above' | 'open';

/** How far up a quarrel or complaint went before it was closed. @param top the level of the whole community */
function closedAt({ state, escalated }: ArrivalTask, top: string | undefined): ClosedAt {
  if (state !== 'closed') return 'open';
  const levels = escalated.filter(({ overtaken }) => !overtaken).map(({ level }) => level);
  if (levels.length === 0) return 'building';
  return levels.some((level) => level === top) ? 'above' : 'garden';
}

function conflictsOf(
  { matters, arrivals, partiesOf }: HundredStepFacts,
  top: string | undefined,
): HundredSteps['conflicts'] {
  const quarrels = arrivals.filter(({ proposal }) => proposal.subject !== 'incident');
  const ofMatter = new Map(quarrels.map((one) => [one.proposal.matterId, closedAt(one, top)]));
  const where = [
    // somebody went there because of it: what came of that counts, once
    ...matters.map(({ _id, resolution }): ClosedAt => {
      const went = ofMatter.get(_id);
      if (went !== undefined || resolution !== 'taken') return went ?? 'building';
      // residents' group, owners' committee and property company are of the estate
      return partiesOf(_id)?.closing ? 'garden' : 'open';
    }),
    ...quarrels
      .filter(({ proposal: { matterId } }) => !matters.some(({ _id }) => _id === matterId))
      .map((one) => closedAt(one, top)),
  ];
  const inBuilding = where.filter((level) => level === 'building').length;
  const inGarden = inBuilding + where.filter((level) => level === 'garden').length;
  return { raised: where.length, inBuilding, inGarden };
}

/** The buildings within a hundred steps of one, itself left out: those beside it in their order, never measured. */
export function besideOn(organisation: Organisation, buildingId: string, day: Day): readonly OrgUnit[] {
  const row = childrenOn(organisation, day).get(parentOn(organisation, buildingId, day)) ?? [];
  const place = row.findIndex(({ _id }) => _id === buildingId);
  return place < 0 ? [] : [row[place - 1], row[place + 1]].flatMap((unit) => unit ?? []);
}
