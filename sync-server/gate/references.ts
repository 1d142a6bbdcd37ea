import { areaOf, careOf, ownOf, parseDatabaseName, refOf } from '../../src/domain/database-name.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { buildingRoles, handoverHome, type Holder } from '../../src/domain/rights.ts';
import type { Place } from './shelf.ts';

type Document = Part['doc'];

export const textIn = (document: object | undefined, name: string): string | undefined => {
  const found = (document as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof found === 'string' ? found : undefined;
};

/** Facts that a document names and the gate must have seen before it can judge. */
export const namedFacts = (document: Document): string[] =>
  ['after', 'supersedes'].flatMap((name) => textIn(document, name) ?? []);

/**
 * Databases in which a named fact may stand: the document's own, for closed tiers also the shells' (a body points at its
 * shell, never the reverse), for what somebody above says of a must-arrive their own (there they were told of it), and for work
 * of a former colleague where that is handed over.
 */
export function whereNamed(database: string, holder: Holder, type: unknown): string[] {
  const name = parseDatabaseName(database);
  const shells =
    name?.kind === 'care'
      ? [areaOf(name.scope)]
      : name?.kind === 'sealed'
        ? [...holder.grants, ...(holder.ended ?? [])].flatMap((grant) => grant.areas.map(areaOf))
        : [];
  const told = name?.kind === 'area' && type === 'arrivalStep' ? [ownOf(holder.userId)] : [];
  // a provider names the assignment of its visit, which is of the care tier
  const serves = name?.kind === 'area' && servesHouseholds(holder) ? [careOf(name.scope)] : [];
  const places = [database, ...shells, ...told, ...serves];
  if (!holder.ended?.length) return places;
  const handedOver = places.flatMap((place) => handoverHome(place, holder.community) ?? []);
  return [...new Set([...places, ...handedOver])];
}

/** Everything that must be looked up before a part can be judged. */
export function placesOf({ db, doc }: Part, holder: Holder): Place[] {
  const name = parseDatabaseName(db);
  if (!name) return [];
  const homes = whereNamed(db, holder, doc.type);
  const own = [db, ...(holder.ended?.length ? [handoverHome(db, holder.community) ?? db] : [])];
  const dwelling = name.kind === 'area' && endsAtBuildings(holder) ? textIn(doc, 'dwellingId') : undefined;
  return [
    ...own.map((home) => ({ db: home, id: doc._id })),
    ...namedFacts(doc).flatMap((id) => homes.map((home) => ({ db: home, id }))),
    ...(dwelling === undefined ? [] : [{ db, id: dwelling }]),
    ...ruleOf(doc).map((id) => ({ db: refOf(holder.community), id })),
    ...[...shellOf(doc), ...proposalOf(doc), ...answersOf(doc)].flatMap((id) =>
      homes.map((home) => ({ db: home, id })),
    ),
    ...unitsOf(doc).map((id) => ({ db, id })),
  ];
}

/** The shell that answers point at. Not having it yet is no fault: shells may come later than their bodies. */
export const shellOf = (document: Document): string[] =>
  document.type === 'visitAnswers' ? [textIn(document, 'visitId') ?? []].flat() : [];

/** The proposal that a decision is about: who made it is asked again at each later decision. */
export const proposalOf = (document: Document): string[] =>
  document.type === 'confirmation' ? [textIn(document, 'proposalId') ?? []].flat() : [];

/** The units that a placement names: who may move them depends on what they are. */
const unitsOf = (document: Document): string[] =>
  document.type === 'placement' ? ['unitId', 'parentId'].flatMap((name) => textIn(document, name) ?? []) : [];

/** The rule by which a matter went to several parties. */
export const ruleOf = (document: Document): string[] =>
  document.type === 'taskGroup' ? [textIn(document, 'ruleId') ?? []].flat() : [];

/** The answers of parties that a closing rests on. */
export const answersOf = (document: Document): string[] => {
  const named: unknown = document.type === 'matterClosing' ? document['answers'] : undefined;
  return Array.isArray(named) ? named.filter((id): id is string => typeof id === 'string') : [];
};

const servesHouseholds = (holder: Holder): boolean =>
  [...holder.grants, ...(holder.ended ?? [])].some((grant) => grant.role === 'serviceProvider');

/** Somebody whose right may end, or ended, at a building: then the gate asks the dwelling where it stands. */
export const endsAtBuildings = (holder: Holder): boolean =>
  [...holder.grants, ...(holder.ended ?? [])].some((grant) => buildingRoles.includes(grant.role));
