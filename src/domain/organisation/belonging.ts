import type { DocumentType } from '../catalogue.ts';

/** Why documents of a type never go with a building. */
type Stays = 'of the community' | 'of one person' | 'of the log' | 'of the area';

/** It belongs to every building that one of these leads to, because it is about several. */
interface Each {
  readonly each: readonly string[];
}

/**
 * By what a document is found to belong to a building: members (or fields of a register) that name a building, or another
 * document that does, nearest first. What none of them leads to a building belongs to the area.
 */
export const anchors: Readonly<Record<DocumentType, readonly string[] | Each | Stays>> = {
  dwelling: ['address.buildingId'],
  household: ['dwellingId'],
  resident: ['householdId'],
  identity: ['residentId'],
  // where the door is now tells more than the building that was written down with a visit
  visit: ['dwellingId', 'householdId', 'buildingId'],
  visitAnswers: ['dwellingId', 'householdId', 'visitId'],
  note: ['dwellingId', 'householdId', 'visitId', 'buildingId'],
  matter: ['dwellingId', 'householdId', 'visitId', 'noteId', 'buildingId'],
  review: ['visitId'],
  refusal: ['dwellingId', 'householdId', 'visitId'],
  postponement: ['dwellingId', 'householdId', 'visitId'],
  assignment: ['dwellingId', 'householdId'],
  visitRound: { each: ['buildings'] },
  roundClosing: ['roundId'],
  impact: ['dwellingId', 'householdId'],
  withdrawal: ['visitId', 'subjectId'],
  residency: ['householdId', 'residentId', 'visitId'],
  charge: ['dwellingId', 'householdId'],
  samePerson: { each: ['residentId', 'otherId'] },
  memberRegistration: ['buildingId'],
  consent: ['dwellingId', 'householdId', 'visitId'],
  proposal: ['dwellingId', 'householdId', 'visitId'],
  confirmation: ['proposalId'],
  planCancellation: ['dwellingId', 'householdId', 'tagId'],
  arrivalStep: ['proposalId'],
  taskGroup: ['matterId'],
  partyAnswer: ['matterId'],
  matterClosing: ['matterId'],
  serviceAssignment: ['dwellingId', 'householdId'],
  escalation: ['proposalId'],
  householdPlan: ['dwellingId', 'householdId'],
  planMeasure: ['dwellingId', 'householdId'],
  relocation: 'of the area',
  orgUnit: 'of the community',
  structure: 'of the community',
  placement: 'of the community',
  post: 'of the community',
  staffMember: 'of the community',
  gridAssignment: 'of the community',
  policy: 'of the community',
  checklist: 'of the community',
  servicePoint: 'of the community',
  agentService: 'of the community',
  partner: 'of the community',
  knockReason: 'of the community',
  partyRule: 'of the community',
  arrivalTarget: 'of the community',
  opening: 'of the log',
  receipt: 'of one person',
};

/** A document by its id, as far as it is known. */
export type Look = (id: string) => object | undefined;

const isBuilding = (id: string): boolean => id.startsWith('orgUnit:');

const ruleOf = (doc: object): (typeof anchors)[DocumentType] => {
  const { type } = doc as { readonly type?: unknown };
  return typeof type === 'string' && Object.hasOwn(anchors, type) ? anchors[type as DocumentType] : 'of the area';
};

/** Ids by which a document is found to belong to a building: of buildings, or of documents to be asked next. */
export function anchorIds(doc: object): readonly string[] {
  const rule = ruleOf(doc);
  if (typeof rule === 'string') return [];
  return ('each' in rule ? rule.each : rule)
    .flatMap((path) => valueAt(doc, path))
    .filter((value): value is string => typeof value === 'string' && value !== '');
}

function valueAt(doc: object, path: string): unknown {
  const { fields } = doc as { readonly fields?: Readonly<Record<string, { readonly v: unknown } | undefined>> };
  const [first = '', second] = path.split('.');
  const value = fields ? fields[first]?.v : (doc as Readonly<Record<string, unknown>>)[first];
  return second === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[second];
}

/**
 * The buildings that a document belongs to: none (it is of the area), one, or several where it is about several, such as a
 * round and what hangs on it.
 */
export function buildingsOf(doc: object, look: Look, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const rule = ruleOf(doc);
  const each = typeof rule === 'object' && 'each' in rule;
  const found: string[] = [];
  for (const id of anchorIds(doc)) {
    const next = isBuilding(id) || seen.has(id) ? undefined : look(id);
    found.push(...(isBuilding(id) ? [id] : next ? buildingsOf(next, look, new Set([...seen, id])) : []));
    if (!each && found.length > 0) break;
  }
  return [...new Set(found)];
}

/** Where a document belongs when some buildings have left its area for others. */
export interface Belonging {
  /** keys of the areas that it belongs to now */
  readonly to: readonly string[];
  /** whether it belongs to the area that they left as well */
  readonly stays: boolean;
}

/** @param leaving where each building went that left the area */
export function belonging(doc: object, look: Look, leaving: ReadonlyMap<string, string>): Belonging {
  const buildings = buildingsOf(doc, look);
  const to = [...new Set(buildings.flatMap((building) => leaving.get(building) ?? []))];
  return { to, stays: buildings.length === 0 || buildings.some((building) => !leaving.has(building)) };
}
