import { areaOf, careOf, parseDatabaseName } from '../domain/database-name.ts';
import type { Partner } from '../domain/documents/nearby.ts';
import type { ServiceAssignment, ServiceOutcome } from '../domain/documents/service.ts';
import type { Note, Visit } from '../domain/documents/visit.ts';
import type { Door } from '../domain/door.ts';
import type { Part } from '../domain/envelope.ts';
import { failed, type Result } from '../domain/fault.ts';
import { mayWrite } from '../domain/may-write.ts';
import type { Me } from '../domain/me.ts';
import { fieldOf } from '../domain/register.ts';
import { assignmentsInForce } from '../domain/service/assignments.ts';
import type { ServiceRow } from '../domain/service/service-extract.ts';
import { areaOfDoor, undoMs } from './one-tap.ts';
import { saveAction, type Action, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';

/** Which organisations serve a household. */
export const servicesAt = (shelf: Shelf, householdId: string): readonly ServiceAssignment[] =>
  assignmentsInForce(shelf.by('serviceAssignment', 'householdId', householdId));

/** Organisations of the catalogue that may serve households, those of society first, by name. */
export function providersHere(shelf: Shelf): readonly Partner[] {
  const rank = (one: Partner): string =>
    `${fieldOf(one, 'kind') === 'socialOrganisation' ? '0' : '1'} ${fieldOf(one, 'name') ?? ''}`;
  return shelf
    .all('partner')
    .filter((one) => fieldOf(one, 'ended') !== true)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** What is said of a service that begins. */
export type ServiceWish = Pick<ServiceAssignment, 'partnerId' | 'residentId' | 'note'>;

/** From now on an organisation serves the household behind a door. Fault `not-yours`: not this person's to say. */
export async function assignService(
  store: Store,
  { holder }: Me,
  door: Door,
  wish: ServiceWish,
): Promise<Result<Saved>> {
  const { dwellingId, householdId } = door;
  const area = parseDatabaseName(areaOfDoor(store, door) ?? '')?.scope;
  if (area === undefined || householdId === undefined) return failed('not-yours');
  const known = servicesAt(store.shelf, householdId).find(({ partnerId }) => partnerId === wish.partnerId);
  const doc: ServiceAssignment = {
    ...newHead(store, 'serviceAssignment'),
    ...(known && { after: known._id }),
    ...{ dwellingId, householdId, ...wish },
  };
  const fault = mayWrite(holder, careOf(area), doc, { after: known });
  return fault ? failed(fault) : saveAction(store, { parts: [{ db: careOf(area), doc }], holdMs: undoMs });
}

/** The organisation comes no more. */
export async function endService(store: Store, assignment: ServiceAssignment): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('serviceAssignment', assignment._id);
  if (db === undefined) return failed('not-yours');
  const { partnerId, dwellingId, householdId, _id: after } = assignment;
  const doc: ServiceAssignment = {
    ...newHead(store, 'serviceAssignment'),
    ...{ after, partnerId, dwellingId, householdId, ended: true },
  };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs });
}

/** What a provider says of one service. */
export interface ServiceSaid {
  readonly outcome: ServiceOutcome;
  readonly text: string;
}

/**
 * Saves a service as a visit of the provider to a household that is assigned to it, and what was said as a note of the care
 * tier: both or neither. Held for eight seconds, so that it can be undone.
 */
export async function saveService(
  store: Store,
  { holder }: Me,
  { partnerId, ...row }: ServiceRow & Pick<ServiceAssignment, 'partnerId'>,
  { outcome, text }: ServiceSaid,
  written: Pick<Action, 'draftKey' | 'form'> = {},
): Promise<Result<Saved>> {
  const { assignmentId: after, dwellingId, householdId, buildingId, area } = row;
  const [now, where] = [store.clock.instant(), { after, dwellingId, householdId, buildingId }];
  const visit: Visit = { ...newHead(store, 'visit'), ...where, outcome, startedAt: now, endedAt: now };
  const note: Note = { ...newHead(store, 'note'), ...where, visitId: visit._id, text };
  const parts: Part[] = [
    { db: areaOf(area), unit: 'service', doc: visit },
    ...(text === '' ? [] : [{ db: careOf(area), unit: 'service', doc: note }]),
  ];
  const assignment = { type: 'serviceAssignment', partnerId, dwellingId, householdId };
  const may = mayWrite(holder, areaOf(area), visit, { after: assignment });
  return may ? failed(may) : saveAction(store, { parts, holdMs: undoMs, ...written });
}
