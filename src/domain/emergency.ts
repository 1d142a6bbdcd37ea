import { tagInForce, tagLives } from './care-tags.ts';
import type { Confirmation, Proposal } from './documents/care.ts';
import type { Dwelling, Household, Resident } from './documents/place.ts';
import type { Residency, Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { fieldOf } from './register.ts';
import { leftBy } from './residence.ts';

/** 紧急联系卡: whom to call when something may have happened to an elder at high risk, and what to know at the door; no more. */
export interface EmergencyCard {
  readonly residentId: string;
  readonly dwellingId: string;
  readonly name: string;
  readonly emergencyContact?: { readonly name: string; readonly phone: string };
  /** what to know at the door: a dog, hard of hearing; never why somebody cares */
  readonly note?: string;
}

/** The cards of one building, written by the relay for its leader, who keeps them sealed until one is opened with a reason. */
export interface EmergencyExtract {
  readonly _id: string;
  readonly type: 'extract';
  readonly schema: 1;
  readonly buildingId: string;
  readonly cards: readonly EmergencyCard[];
}

const prefix = 'emergency-of-';
/** What names the cards of a building in a path. */
export const emergencyOf = (buildingId: string): string => `${prefix}${buildingId}`;
/** The building that an extract is of, whichever of its extracts is named; undefined: it is of a person. */
export const buildingOfExtract = (name: string): string | undefined => {
  const building = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return building.startsWith('orgUnit:') ? building : undefined;
};

/** A building of which nothing was written: nobody there is at high risk. */
export const noCards = (buildingId: string): EmergencyExtract => ({
  ...{ _id: `extract:${emergencyOf(buildingId)}`, type: 'extract', schema: 1 },
  ...{ buildingId, cards: [] },
});

/** Whether what came from the relay is the cards of a building. */
export const isEmergencyExtract = (body: object): body is EmergencyExtract =>
  'type' in body && body.type === 'extract' && 'cards' in body && Array.isArray(body.cards);

/** Kinds of care tag that are of elders (domain.md §8a D2). */
const elderKinds: readonly string[] = [
  'childlessElder',
  'livesAlone',
  'emptyNest',
  'lostOnlyChild',
  'livesWithDisabledChild',
];
/** 老年人权益保障法 art. 2: from sixty on. */
const elderFrom = 60;

/** What the cards of an area are made from. */
export interface EmergencyFacts {
  readonly proposals: readonly Proposal[];
  readonly confirmations: readonly Confirmation[];
  /** of the area and of its care tier */
  readonly withdrawals: readonly Withdrawal[];
  readonly dwellings: readonly Dwelling[];
  readonly households: readonly Household[];
  readonly residents: readonly Resident[];
  readonly residencies: readonly Residency[];
}

/** Households with an elder at high risk, by care tags in force. */
export function highRiskHouseholds({
  proposals,
  confirmations,
  withdrawals,
}: Pick<EmergencyFacts, 'proposals' | 'confirmations' | 'withdrawals'>): ReadonlySet<string> {
  const tags = tagLives(proposals, confirmations, withdrawals).flatMap((life) => tagInForce(life) ?? []);
  return new Set(
    tags.flatMap(({ kind, level, householdId }) =>
      level === 'high' && elderKinds.includes(kind) ? (householdId ?? []) : [],
    ),
  );
}

/** The elders of a household; where nobody's age tells, all whose age nobody wrote down. */
function eldersOf(living: readonly Resident[], year: number): readonly Resident[] {
  const born = (one: Resident): number | undefined => fieldOf(one, 'birthYear');
  const old = living.filter((one) => (born(one) ?? year) <= year - elderFrom);
  return old.length > 0 ? old : living.filter((one) => born(one) === undefined);
}

/** Cards by building. @param year of today */
export function emergencyCards(facts: EmergencyFacts, year: number): ReadonlyMap<string, readonly EmergencyCard[]> {
  const risky = highRiskHouseholds(facts);
  const dwellings = new Map(facts.dwellings.map((one) => [one._id, one]));
  const homes = new Map(facts.households.filter(({ _id }) => risky.has(_id)).map((one) => [one._id, one]));
  const said = groupBy(facts.residencies, ({ residentId }) => residentId);
  const living = groupBy(facts.residents, (resident) => fieldOf(resident, 'householdId') ?? '');
  const placed = [...homes.values()].flatMap((household) => {
    const dwelling = dwellings.get(fieldOf(household, 'dwellingId') ?? '');
    const address = dwelling && fieldOf(dwelling, 'address');
    if (!address) return [];
    const here = (living.get(household._id) ?? []).filter(
      ({ _id }) => leftBy(household._id, said.get(_id) ?? [], facts.withdrawals) === undefined,
    );
    return eldersOf(here, year).map((resident) => ({
      buildingId: address.buildingId,
      card: cardOf(resident, dwelling._id, fieldOf(household, 'doorNote')),
    }));
  });
  placed.sort((a, b) => (a.card.residentId < b.card.residentId ? -1 : 1));
  const cards = [...groupBy(placed, ({ buildingId }) => buildingId)];
  return new Map(cards.map(([buildingId, of]) => [buildingId, of.map(({ card }) => card)]));
}

function cardOf(resident: Resident, dwellingId: string, note: string | undefined): EmergencyCard {
  const contact = fieldOf(resident, 'emergencyContact');
  return {
    residentId: resident._id,
    dwellingId,
    name: fieldOf(resident, 'name') ?? '',
    ...(contact && { emergencyContact: { name: contact.name, phone: contact.phone } }),
    ...(note !== undefined && note.trim() !== '' && { note }),
  };
}
