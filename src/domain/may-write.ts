import { arrivalStepFault } from './arrival/step-fault.ts';
import { homesOf, isDocumentType, isRegister, type DocumentType } from './catalogue.ts';
import { checklistFault } from './checklist/checklist-document.ts';
import { confirmationFault, planCancellationFault, policyFault, tagReviewFault } from './confirmation-step.ts';
import { parseDatabaseName, sealedKinds } from './database-name.ts';
import type { ChecklistDocument, OrgUnit, Placement } from './documents/organisation.ts';
import type { SamePerson } from './documents/place.ts';
import type { ServiceAssignment } from './documents/service.ts';
import type { PlanMeasure } from './documents/plan.ts';
import type { MatterClosing, PartyAnswer, TaskGroup } from './documents/three-party.ts';
import type { RefusalCode } from './fault.ts';
import { mayBecome } from './household-plan.ts';
import { placementFault } from './organisation/placement-step.ts';
import { areasAs, buildingRoles, databasesOf, isNeighbour, type Holder } from './rights.ts';
import { serviceAssignmentFault, serviceRecordFault } from './service/service-fault.ts';
import { samePersonFault } from './same-person.ts';
import { matterClosingFault, partyAnswerFault, taskGroupFault } from './three-party/three-party-fault.ts';
import { writableTypes } from './writable-types.ts';

/** What the gate knows of the world when it judges one document. */
export interface WriteState {
  /** what is stored under the same id */
  readonly stored?: object | undefined;
  /** the document that `supersedes` names */
  readonly superseded?: object | undefined;
  /** the document that `after` names */
  readonly after?: object | undefined;
  /** the visit that answers point at, once it is known */
  readonly shell?: object | undefined;
  /** the proposal that a decision is about */
  readonly proposal?: object | undefined;
  /** the units that a placement names, where they are of the community that it is for */
  readonly unit?: object | undefined;
  readonly parent?: object | undefined;
  /** the rule that a group of parties names */
  readonly partyRule?: object | undefined;
  /** answers of parties that a closing names, as far as they are known */
  readonly partyAnswers?: readonly object[] | undefined;
  /** the tier of the checklist that the document names */
  readonly checklistTier?: string | undefined;
  /** the building that the document is about, for those whose right ends at one */
  readonly buildingId?: string | undefined;
  /** the device that the author's session is of */
  readonly deviceId?: string | undefined;
}

const member = (document: object | undefined, name: string): unknown =>
  document === undefined ? undefined : (document as Readonly<Record<string, unknown>>)[name];

/** The right database and tier for a document: its type's homes, and for answers the tier of what was asked. */
function tierFault(type: DocumentType, database: string, document: object, state: WriteState): RefusalCode | undefined {
  const name = parseDatabaseName(database);
  if (!name || !homesOf(type).includes(name.kind)) return 'wrong-tier';
  if (name.kind === 'own' && type === 'note' && member(document, 'private') !== true) return 'wrong-tier';
  if (name.kind !== 'own' && type === 'note' && member(document, 'private') === true) return 'wrong-tier';
  if (member(document, 'checklistId') !== undefined && (type === 'visitAnswers' || type === 'proposal')) {
    if (state.checklistTier === undefined) return 'not-yet';
    if ((state.checklistTier === 'T4') !== (name.kind === 'sealed')) return 'wrong-tier';
  }
  // a tag of a sealed kind tells by itself what is sealed
  const ofTag = type === 'proposal' && ['careTag', 'tagReview'].includes(String(member(document, 'kind')));
  if (ofTag && name.kind !== 'sealed' && sealedKinds.some((kind) => kind === member(document, 'subject')))
    return 'wrong-tier';
  return undefined;
}

/** Whether some grant of this person reaches the database and may write the type there. */
function grantFault(
  holder: Holder,
  type: DocumentType,
  database: string,
  document: object,
  state: WriteState,
): RefusalCode | undefined {
  const name = parseDatabaseName(database);
  if (!name || !databasesOf(holder).some((right) => right.name === database && right.write)) return 'not-yours';
  if (name.kind === 'own') return type === 'note' ? undefined : 'not-yours';
  const reaching = holder.grants.filter(
    (grant) => !['area', 'care', 'media'].includes(name.kind) || grant.areas.includes(name.scope),
  );
  const able = reaching.filter((grant) => writableTypes[grant.role].includes(type));
  if (able.length === 0) return 'not-yours';
  if (able.every(({ role }) => role === 'serviceProvider'))
    return serviceRecordFault(able, name.kind, document, state.after);
  const boundToBuilding = able.every((grant) => buildingRoles.includes(grant.role));
  if (!boundToBuilding) return undefined;
  const buildings = able.flatMap((grant) => grant.buildings ?? []);
  return state.buildingId !== undefined && buildings.includes(state.buildingId) ? undefined : 'not-yours';
}

/** A correction: same type and subject, by the same author; after acceptance only by the correcting role, with a reason. */
function correctionFault(
  holder: Holder,
  database: string,
  document: object,
  state: WriteState,
): RefusalCode | undefined {
  if (member(document, 'supersedes') === undefined) return undefined;
  const old = state.superseded;
  if (old === undefined) return 'not-yet';
  if (member(old, 'type') !== member(document, 'type')) return 'illegal-step';
  if (member(old, 'dwellingId') !== member(document, 'dwellingId')) return 'illegal-step';
  if (member(document, 'after') === undefined) return 'illegal-step';
  if (state.after === undefined) return 'not-yet';
  const accepted = member(state.after, 'type') === 'review' && member(state.after, 'verdict') === 'accepted';
  if (!accepted) return member(old, 'by') === holder.userId ? undefined : 'not-author';
  const area = parseDatabaseName(database)?.scope ?? '';
  // the reason stands in the visit's shell; its answers and what it raised follow it
  const reason = member(document, 'type') === 'visit' ? member(document, 'correction') : 'in the shell';
  const given = typeof reason === 'string' && reason.trim() !== '';
  return given && areasAs(holder, 'areaSecretary').includes(area) ? undefined : 'illegal-step';
}

function authorFault(holder: Holder, document: { readonly by: string }, state: WriteState): RefusalCode | undefined {
  const device = state.deviceId === undefined || state.deviceId === member(document, 'deviceId');
  return document.by === holder.userId && device ? undefined : 'not-author';
}

const afterIs = (state: WriteState, ...types: readonly string[]): boolean =>
  types.includes(String(member(state.after, 'type')));

/** What rights and counts read of a unit: written once, like a fact. */
const lasting = ['level', 'parentId', 'key'] as const;

function laidDownOnce(stored: object | undefined, change: object): boolean {
  const written = (document: object | undefined, name: string): unknown =>
    (member(document, 'fields') as Readonly<Record<string, { readonly v: unknown } | undefined>> | undefined)?.[name]
      ?.v;
  if (stored === undefined) return true;
  return lasting.every((name) => {
    const next = written(change, name);
    return next === undefined || next === written(stored, name);
  });
}

/** A measure goes forward, and says why it failed; a step that was overtaken on its way changes nothing and is let through. */
function measureFault(stored: object | undefined, change: object): RefusalCode | undefined {
  const [before, next] = [stored, change].map((one) => (one as PlanMeasure | undefined)?.fields.state);
  if (next === undefined) return undefined;
  if (next.v.is === 'failed' && (next.v.why ?? '').trim() === '') return 'invalid';
  if (before === undefined || next.s <= before.s) return undefined;
  return mayBecome(before.v.is, next.v.is) ? undefined : 'illegal-step';
}

/** A step of a matter that several parties answer. */
function partyFault(
  holder: Holder,
  type: 'taskGroup' | 'partyAnswer' | 'matterClosing',
  database: string,
  document: object,
  { after, partyRule: rule, partyAnswers: answers }: WriteState,
): RefusalCode | undefined {
  const area = parseDatabaseName(database)?.scope ?? '';
  const desks = ['areaSecretary', 'gardenSecretary', 'communitySecretary'] as const;
  const ground = { after, rule, answers, supervises: areasAs(holder, ...desks).includes(area) };
  if (type === 'taskGroup') return taskGroupFault(document as TaskGroup, ground);
  if (type === 'partyAnswer') return partyAnswerFault(document as PartyAnswer, ground);
  return matterClosingFault(document as MatterClosing, ground);
}

/** The legal next step after the fact that a document names in `after`; separation of persons included. */
function stepFault(
  holder: Holder,
  type: DocumentType,
  database: string,
  document: object,
  state: WriteState,
): RefusalCode | undefined {
  const subject = state.after;
  if (type === 'visit') {
    if (member(document, 'supersedes') === undefined) return undefined;
    const about = member(subject, 'type') === 'review' ? member(subject, 'visitId') : member(subject, '_id');
    return about === member(document, 'supersedes') ? undefined : 'illegal-step';
  }
  if (type === 'visitAnswers' && state.shell !== undefined) {
    // answers belong to a visit of their own author, to the same door
    const belong = ['by', 'dwellingId'].every((name) => member(state.shell, name) === member(document, name));
    return belong && member(state.shell, 'type') === 'visit' ? undefined : 'illegal-step';
  }
  if (type === 'review') {
    if (subject === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
    if (!afterIs(state, 'visit') || member(subject, '_id') !== member(document, 'visitId')) return 'illegal-step';
    if (member(subject, 'by') === holder.userId) return 'illegal-step';
    const reason = member(document, 'reason');
    return member(document, 'verdict') === 'returned' && (typeof reason !== 'string' || reason.trim() === '')
      ? 'invalid'
      : undefined;
  }
  if (type === 'confirmation')
    return confirmationFault(document, { userId: holder.userId, after: subject, proposal: state.proposal });
  if (type === 'proposal' && member(document, 'kind') === 'tagReview') return tagReviewFault(document, subject);
  if (type === 'planCancellation') return planCancellationFault(document, subject);
  if (type === 'policy') return policyFault(document, subject);
  if (type === 'withdrawal') {
    if (subject === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
    // one takes back one's own; the correcting role also what a visit of its area had raised, never what was said of it
    const area = parseDatabaseName(database)?.scope ?? '';
    const raised = member(subject, 'visitId') !== undefined && member(subject, 'type') !== 'review';
    const corrects = raised && areasAs(holder, 'areaSecretary').includes(area);
    const mine = member(subject, 'by') === holder.userId || corrects;
    return mine && member(subject, '_id') === member(document, 'subjectId') ? undefined : 'illegal-step';
  }
  if (type === 'visitRound') {
    if (String(member(document, 'from')) > String(member(document, 'to'))) return 'invalid';
    // a list of T4 is for those granted its kind, never for all doors
    return state.checklistTier === 'T4' ? 'wrong-tier' : undefined;
  }
  if (type === 'roundClosing') {
    if (subject === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
    return afterIs(state, 'visitRound') && member(subject, '_id') === member(document, 'roundId')
      ? undefined
      : 'illegal-step';
  }
  if (type === 'impact' && subject !== undefined) {
    const same = ['roundId', 'dwellingId', 'householdId'].every(
      (name) => member(subject, name) === member(document, name),
    );
    return afterIs(state, 'impact') && same ? undefined : 'illegal-step';
  }
  if (type === 'taskGroup' || type === 'partyAnswer' || type === 'matterClosing')
    return partyFault(holder, type, database, document, state);
  if (type === 'opening') {
    // a neighbour opens emergency cards and nothing else
    return isNeighbour(holder) && member(document, 'emergency') === undefined ? 'not-yours' : undefined;
  }
  if (type === 'gridAssignment') {
    const until = member(document, 'until');
    return typeof until === 'string' && until < String(member(document, 'from')) ? 'invalid' : undefined;
  }
  if (type === 'planMeasure') return measureFault(state.stored, document);
  if (type === 'samePerson') return samePersonFault(document as SamePerson, subject);
  if (type === 'arrivalStep') return arrivalStepFault(parseDatabaseName(database), document, subject);
  if (type === 'serviceAssignment') return serviceAssignmentFault(document as ServiceAssignment, subject);
  if (type === 'checklist') return checklistFault(document as ChecklistDocument);
  if (type === 'orgUnit') return laidDownOnce(state.stored, document) ? undefined : 'illegal-step';
  if (type === 'placement') {
    const { unit, parent } = state as { unit?: OrgUnit; parent?: OrgUnit };
    return placementFault(holder, document as Placement, { unit, parent });
  }
  if (type === 'matter') {
    const promised = member(document, 'promisedReplyOn') !== undefined;
    return (member(document, 'resolution') === 'taken') === promised ? undefined : 'invalid';
  }
  return undefined;
}

/**
 * Whether this person may write this document into this database, given what is known; undefined = yes, else why not.
 * The caller has already checked size, type and schema, and that an equal stored body is "delivered" whoever asks.
 */
export function mayWrite(
  holder: Holder,
  database: string,
  document: { readonly _id: string; readonly type: string; readonly by: string },
  state: WriteState,
): RefusalCode | undefined {
  const { type } = document;
  if (!isDocumentType(type)) return 'unknown-type';
  return (
    tierFault(type, database, document, state) ??
    grantFault(holder, type, database, document, state) ??
    authorFault(holder, document, state) ??
    (state.stored !== undefined && !isRegister(type) ? 'fact-exists' : undefined) ??
    correctionFault(holder, database, document, state) ??
    stepFault(holder, type, database, document, state)
  );
}
