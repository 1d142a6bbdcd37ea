import { sameBody } from '../../src/domain/canonical.ts';
import { fits, isDocumentType, isRegister, isWhole } from '../../src/domain/catalogue.ts';
import { limits, type Part } from '../../src/domain/envelope.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { mayWrite, type WriteState } from '../../src/domain/may-write.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head, Register } from '../../src/domain/register.ts';
import { refOf } from '../../src/domain/database-name.ts';
import type { PartyAnswer, TaskGroup } from '../../src/domain/documents/three-party.ts';
import { handoverHome, type Holder } from '../../src/domain/rights.ts';
import { stampFault } from '../../src/domain/stamp-honesty.ts';
import { partiesOpen } from '../../src/domain/three-party/three-party.ts';
import type { ChecklistTiers } from './checklist-tiers.ts';
import type { Deliverer } from './deliverer.ts';
import { lookingAfter, type Forwarding } from './forwarding.ts';
import { answersOf, endsAtBuildings, proposalOf, ruleOf, shellOf, textIn, whereNamed } from './references.ts';
import { bytesOf } from './size.ts';

/** What was decided about one part: taken, and where it goes; or refused, and why. */
export type Judgement =
  | { readonly taken: true; readonly home: string; readonly handedOver: boolean }
  | { readonly taken: false; readonly code: RefusalCode; readonly lacks?: readonly string[] };

/** What is stored, or was found good in the same envelope. */
export type Lookup = (db: string, id: string) => Head | undefined;

/** What a judgement may know beside the documents. */
export interface Bench {
  readonly deliverer: Deliverer;
  /** the same person with recently ended grants, see `formerly` */
  readonly former: Holder;
  /** the relay's time in ms: read by stamps only, never by a fact */
  readonly now: number;
  readonly tiers: ChecklistTiers;
  /** visits of the same envelope, good or not: answers that point at one are compared with it in whatever order they come */
  readonly shells: ReadonlyMap<string, Head>;
  /** parts about buildings that have left the area; none: nobody left */
  readonly forwarding?: Forwarding;
}

const refused = (code: RefusalCode): Judgement => ({ taken: false, code });
const taken = (home: string, handedOver = false): Judgement => ({ taken: true, home, handedOver });

/** Faults that a part carries in itself, whatever is stored and whoever sends it. */
export function formFault({ doc }: Part): RefusalCode | undefined {
  if (!isDocumentType(doc.type)) return 'unknown-type';
  if (bytesOf(doc) > limits.document) return 'too-large';
  return fits(doc.type, doc) ? undefined : 'invalid';
}

/**
 * Judges one well-formed part. An equal stored body is "delivered" for its author before any right is asked, so a repeated
 * envelope is answered as the first time; what follows the loss of a right is handed over. What is about a building that
 * has left the area is judged by the right to the address that was sent, or to the one where it belongs now, and goes there.
 */
export function judge(part: Part, bench: Bench, given: Lookup): Judgement {
  const { deliverer, former, now } = bench;
  const { holder } = deliverer;
  const forward = bench.forwarding?.(part);
  const at = lookingAfter(given, forward);
  const home = forward?.(part.db) ?? part.db;
  const doc = part.doc as unknown as Head;
  const handover = handoverHome(part.db, holder.community);
  const mine = (stored: Head | undefined): boolean =>
    stored !== undefined && doc.by === holder.userId && sameBody(stored, doc);
  if (mine(at(part.db, doc._id))) return taken(home);
  if (handover !== undefined && handover !== part.db && mine(at(handover, doc._id))) return taken(handover, true);

  const right = rightFault(part, holder, deliverer, bench, part.db, at);
  const fault =
    (right === 'not-yours' && home !== part.db
      ? rightFault({ ...part, db: home }, holder, deliverer, bench, home, at)
      : right) ?? stampsFault(doc, deliverer, now, at(part.db, doc._id));
  if (fault === undefined) return taken(home);
  if (fault !== 'not-yours' || handover === undefined || former.grants.length === holder.grants.length)
    return { ...refused(fault), ...lacking(fault, part, holder, at) };
  // a change of a register is laid aside as it is: what makes it whole stays where it stands
  const whole = joined(at(part.db, doc._id), at(handover, doc._id));
  const late = rightFault(part, former, deliverer, bench, handover, at) ?? stampsFault(doc, deliverer, now, whole);
  return late === undefined ? taken(handover, true) : refused(late);
}

/** Which organisations a closing still waits for: names of organisations, never of a person. */
function lacking(fault: RefusalCode, { db, doc }: Part, holder: Holder, at: Lookup): { readonly lacks?: string[] } {
  if (fault !== 'party-open') return {};
  const stands = (id: string): Head[] => whereNamed(db, holder, doc.type).flatMap((place) => at(place, id) ?? []);
  const [group] = stands(textIn(doc, 'after') ?? '') as unknown as readonly TaskGroup[];
  const answers = answersOf(doc).flatMap(stands) as unknown as readonly PartyAnswer[];
  return group ? { lacks: partiesOpen(group, answers).map(({ name }) => name) } : {};
}

const joined = (a: Head | undefined, b: Head | undefined): Head | undefined =>
  a && b && isRegister(a.type) ? merge(a, b) : (a ?? b);

/**
 * Judges once more a part that was taken over, now for the database that it was meant for: as if its author still had the
 * rights they had. Its stamps were judged when it came.
 */
export function judgeAgain(
  part: Part,
  author: Holder,
  known: Pick<Bench, 'tiers' | 'shells' | 'forwarding'>,
  given: Lookup,
): Judgement {
  const doc = part.doc as unknown as Head;
  const forward = known.forwarding?.(part);
  const at = lookingAfter(given, forward);
  const home = forward?.(part.db) ?? part.db;
  const stored = at(part.db, doc._id);
  if (stored !== undefined && sameBody(stored, doc)) return taken(home);
  const fault = rightFault(part, author, doc, known, part.db, at);
  if (fault !== undefined) return refused(fault);
  const whole = !isDocumentType(doc.type) || isWhole(doc.type, joined(stored, doc) as Register);
  return whole ? taken(home) : refused('not-yet');
}

function rightFault(
  { db, doc }: Part,
  holder: Holder,
  { deviceId }: Pick<Deliverer, 'deviceId'>,
  { tiers, shells }: Pick<Bench, 'tiers' | 'shells'>,
  home: string,
  at: Lookup,
): RefusalCode | undefined {
  const named = (name: 'after' | 'supersedes'): Head | undefined => {
    const id = textIn(doc, name);
    if (id === undefined) return undefined;
    return whereNamed(db, holder, doc.type).flatMap((place) => at(place, id) ?? [])[0];
  };
  const checklistId = textIn(doc, 'checklistId');
  const stands = (id: string): Head[] => whereNamed(db, holder, doc.type).flatMap((place) => at(place, id) ?? []);
  const unit = (name: string): Head | undefined => at(db, textIn(doc, name) ?? '');
  const [shell] = shellOf(doc).flatMap((id) => [...stands(id), ...[shells.get(id) ?? []].flat()]);
  const state: WriteState = {
    deviceId,
    stored: at(home, doc._id),
    after: named('after'),
    superseded: named('supersedes'),
    shell,
    proposal: proposalOf(doc).flatMap(stands)[0],
    ...(doc.type === 'placement' && { unit: unit('unitId'), parent: unit('parentId') }),
    partyRule: ruleOf(doc).flatMap((id) => at(refOf(holder.community), id) ?? [])[0],
    partyAnswers: answersOf(doc).flatMap(stands),
    checklistTier: checklistId === undefined ? undefined : tiers(checklistId),
    buildingId: endsAtBuildings(holder) ? buildingOf(db, doc, at) : undefined,
  };
  return mayWrite(holder, db, doc as unknown as Head, state);
}

/** The building that a document is about: what it says itself must agree with where its dwelling stands. */
function buildingOf(db: string, doc: object, at: Lookup): string | undefined {
  const said = textIn(doc, 'buildingId');
  const dwellingId = textIn(doc, 'dwellingId');
  if (dwellingId === undefined) return said;
  const dwelling = at(db, dwellingId) as Register | undefined;
  return textIn(dwelling?.fields['address']?.v as object | undefined, 'buildingId') === said ? said : undefined;
}

function stampsFault(
  doc: Head,
  { replicas }: Deliverer,
  now: number,
  stored: Head | undefined,
): RefusalCode | undefined {
  if (!isDocumentType(doc.type) || !isRegister(doc.type)) return undefined;
  const fault = stampFault(doc as Register, stored as Register | undefined, replicas, now);
  if (fault) return fault;
  // a change of a register that nobody has laid down yet waits for the rest of it
  return isWhole(doc.type, (stored ? merge(stored, doc) : doc) as Register) ? undefined : 'not-yet';
}
