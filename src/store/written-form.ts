import type { PartyAnswer } from '../domain/documents/three-party.ts';
import type { Matter, Note, Review, Visit } from '../domain/documents/visit.ts';
import type { Part } from '../domain/envelope.ts';
import { mediaIn } from '../domain/media.ts';
import type { DraftKind, OutboxRow, PartRef } from './rows.ts';
import { saidAtVisit } from './start-correction.ts';
import type { Store } from './store.ts';
import { keyOfVisitDraft, type HomeChange, type VisitDraftBody } from './visit-draft.ts';

/** A half-written note. */
export interface NoteDraft extends Pick<Note, 'media'> {
  readonly text: string;
  readonly private: boolean;
  /** where a note hung that came back; a new one hangs where one stands */
  readonly at?: Pick<Note, 'dwellingId' | 'buildingId' | 'householdId'>;
}

/** A half-written matter; one that came back knows where it belongs. */
export interface MatterDraft extends Pick<Matter, 'media'> {
  readonly text: string;
  readonly matterType: string;
  readonly resolution: Matter['resolution'] | '';
  readonly promised: string;
  readonly at?: Pick<Matter, 'buildingId' | 'dwellingId' | 'householdId' | 'visitId' | 'noteId'>;
}

/** A half-written reason to send a visit back: places of chosen phrases, and own words. */
export interface ReviewDraft {
  readonly chips: readonly number[];
  readonly text: string;
}

/** A half-written measure of a household's plan. */
export interface MeasureDraft {
  readonly at: { readonly dwellingId: string; readonly householdId: string };
  readonly programme: string;
  readonly measure: string;
  readonly owner: string;
  readonly dueOn: string;
}

/** What a party of a matter said, half written down. */
export interface AnswerDraft extends Pick<PartyAnswer, 'side' | 'answer' | 'text'> {
  readonly spokenBy: string;
}

/** A service of a provider, half written down. */
export interface ServiceDraft {
  readonly outcome: 'met' | 'not_home' | 'refused' | '';
  readonly text: string;
}

/** A form that comes back because the action made of it does not stand. */
export interface FormBack {
  readonly kind: DraftKind;
  readonly body: object;
  /** where it lies; `beside` where something else was begun in that place meanwhile */
  readonly key: string;
  readonly beside?: string;
}

/** The part that names what a person did. */
export const leadOf = (refs: readonly PartRef[]): PartRef | undefined =>
  refs.find(({ type }) => type === 'visit') ?? (refs.length === 1 ? refs[0] : undefined);

/** Only what is there. */
const given = <T extends object>(all: T): Partial<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;

function noteBack({ _id, text, private: own = false, media, dwellingId, buildingId, householdId }: Note): FormBack {
  const body: NoteDraft = {
    text,
    private: own,
    ...given({ media }),
    at: given({ dwellingId, buildingId, householdId }),
  };
  return { kind: 'note', key: `note:${_id}`, body };
}

function matterBack(matter: Matter): FormBack {
  const { _id, text, matterType, resolution, promisedReplyOn: promised = '', media } = matter;
  const { buildingId, dwellingId, householdId, visitId, noteId } = matter;
  const at = given({ buildingId, dwellingId, householdId, visitId, noteId });
  const body: MatterDraft = { text, matterType, resolution, promised, ...given({ media }), at };
  return { kind: 'matter', key: `matter:${_id}`, body };
}

/** Telephone numbers that a visit changed: the registers were rolled back, so only its own parts still tell of them. */
const numbersIn = (parts: readonly Part[]): HomeChange[] =>
  parts.flatMap(({ doc }): HomeChange[] => {
    const { phone } = (doc as { fields?: { phone?: { v: { number: string } } } }).fields ?? {};
    return doc.type === 'resident' && phone ? [{ kind: 'phone', residentId: doc._id, number: phone.v.number }] : [];
  });

async function visitBack(store: Store, visit: Visit, parts: readonly Part[]): Promise<VisitDraftBody> {
  const said = await saidAtVisit(store, visit);
  const known = new Set(said.changes.flatMap((one) => (one.kind === 'phone' ? [one.residentId] : [])));
  const numbers = numbersIn(parts).filter((one) => !('residentId' in one) || !known.has(one.residentId));
  const { supersedes, after, correction } = visit;
  return { ...said, changes: [...said.changes, ...numbers], ...given({ supersedes, after, correction }) };
}

/**
 * The form of an action that the relay did not take, with everything that was written in it; it never lies where another
 * form may lie. Undefined: it was not made of a form, or this tablet no longer has what it said.
 * @param refs the parts that were not taken
 */
export async function formRefused(
  { store, row, parts }: { readonly store: Store; readonly row: OutboxRow; readonly parts: readonly Part[] },
  refs: readonly PartRef[],
): Promise<FormBack | undefined> {
  const lead = leadOf(refs);
  const doc = parts.find((part) => part.doc._id === lead?.id)?.doc as unknown;
  if (lead?.type === 'note') return noteBack(doc as Note);
  if (lead?.type === 'matter') return matterBack(doc as Matter);
  if (lead?.type === 'review') {
    const { visitId, verdict, reason = '' } = doc as Review;
    const body = await writtenIn(store, row);
    const said: ReviewDraft = { chips: [], text: reason };
    return verdict === 'returned' ? { kind: 'review', key: `review:${visitId}`, body: body ?? said } : undefined;
  }
  if (lead?.type !== 'visit') return formKept(store, row, refs);
  const visit = doc as Visit;
  const written = (await writtenIn(store, row)) as VisitDraftBody | undefined;
  const said = written ?? (await visitBack(store, visit, parts));
  const media = ownedOf(said, parts);
  const body = { ...said, media, again: visit._id, endedAt: visit.endedAt };
  return { kind: 'visit', key: keyOfVisitDraft(body), body };
}

/** The form that went with an action, of whatever kind it is, when nothing of the action was taken. */
async function formKept(store: Store, row: OutboxRow, refs: readonly PartRef[]): Promise<FormBack | undefined> {
  if (!row.form || refs.length < row.refs.length) return undefined;
  const { key, kind } = row.form;
  const body = await writtenIn(store, row);
  return body && { kind, key, body };
}

/** The form of an action that is undone; it lies where it lay. Undefined: it was not made of a form. */
export async function formUndone(store: Store, row: OutboxRow): Promise<FormBack | undefined> {
  const body = await writtenIn(store, row);
  const lead = leadOf(row.refs);
  if (!row.form || !body || !lead) return undefined;
  const { key, kind } = row.form;
  if (kind !== 'visit') return { kind, key, beside: `${kind}:${lead.id}`, body };
  const again = { ...body, again: lead.id } as VisitDraftBody;
  return { kind, key: keyOfVisitDraft(again), body: again };
}

/** Pictures of what was raised; those of anything else were let go when the visit was finished. */
function ownedOf({ media = {} }: VisitDraftBody, parts: readonly Part[]): NonNullable<VisitDraftBody['media']> {
  const owned = new Set(parts.flatMap(({ doc }) => mediaIn(doc).map(({ id }) => id)));
  return Object.fromEntries(
    Object.entries(media).map(([slot, taken]) => [slot, taken.filter(({ id }) => owned.has(id))]),
  );
}

async function writtenIn(store: Store, row: OutboxRow): Promise<object | undefined> {
  return row.form && (await store.seal.open([row.form.body]))[0];
}
