import type { RefusalCode } from '../../domain/fault.ts';
import type { Door } from '../../domain/door.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import type { OutboxEntry } from '../../store/outbox-summary.ts';
import { recordState, type RecordState } from '../../store/record-state.ts';
import type { PartRef } from '../../store/rows.ts';
import type { Shelf } from '../../store/shelf.ts';
import { doorBegun } from '../../store/door-of-draft.ts';
import type { Draft } from '../../store/shelf-drafts.ts';
import type { VisitDraftBody } from '../../store/visit-draft.ts';
import { visitStates } from '../../store/visits.ts';
import type { NoteDraft } from '../../store/written-form.ts';

/** One record as a list shows it: where it belongs (T1 only), what it is, and where it is. */
export interface RecordLine {
  readonly key: string;
  readonly type: string;
  /** the door it is about; none for what hangs nowhere or is no longer on this tablet */
  readonly door: Door | undefined;
  /** local time with offset at which it was saved */
  readonly savedAt: string;
  readonly state: RecordState | 'draft';
  readonly code?: RefusalCode;
  /** a draft that was saved once and came back */
  readonly back?: boolean;
  /** when the relay took it, by its own clock */
  readonly receivedAt?: string;
  /** a reviewed visit: by whom and when */
  readonly review?: { readonly by: string; readonly at: string };
}

type Pointing = Readonly<
  Partial<Record<'dwellingId' | 'householdId' | 'visitId' | 'proposalId' | 'matterId', unknown>>
>;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The door behind two ids; a shared dwelling without a household gives its first door, so no family is named wrongly. */
export function doorAt(shelf: Shelf, dwellingId: string, householdId?: string): Door | undefined {
  const doors = doorsByDwelling(shelf).get(dwellingId) ?? [];
  const exact = doors.find((one) => one.householdId === householdId);
  if (exact || doors.length === 0) return exact;
  const [first] = doors;
  if (!first || doors.length === 1) return first;
  const { householdId: _household, familyName: _family, size: _size, ...place } = first;
  return place;
}

/** The door that a record is about, over the visit or the proposal that it names. */
export function doorOfRecord(shelf: Shelf, { type, id }: Pick<PartRef, 'type' | 'id'>): Door | undefined {
  if (type === 'dwelling') return doorAt(shelf, id);
  const doc = shelf.documents.get(type, id)?.doc as (Pointing & { readonly fields?: object }) | undefined;
  if (!doc) return undefined;
  if (type === 'household') {
    const dwelling = shelf.get('household', id)?.fields.dwellingId?.v;
    return dwelling === undefined ? undefined : doorAt(shelf, dwelling, id);
  }
  if (type === 'resident') {
    const household = shelf.get('resident', id)?.fields.householdId?.v;
    return household === undefined ? undefined : doorOfRecord(shelf, { type: 'household', id: household });
  }
  const [dwellingId, visitId, proposalId] = [text(doc.dwellingId), text(doc.visitId), text(doc.proposalId)];
  if (dwellingId !== undefined) return doorAt(shelf, dwellingId, text(doc.householdId));
  if (visitId !== undefined) return doorOfRecord(shelf, { type: 'visit', id: visitId });
  const matterId = text(doc.matterId);
  if (matterId !== undefined) return doorOfRecord(shelf, { type: 'matter', id: matterId });
  return proposalId === undefined ? undefined : doorOfRecord(shelf, { type: 'proposal', id: proposalId });
}

/** A verdict that another desk's verdict came before. */
const wasOvertaken = (shelf: Shelf, reviewId: string): boolean => {
  const visitId = shelf.get('review', reviewId)?.visitId;
  const folded = visitId === undefined ? undefined : visitStates(shelf).get(visitId);
  return folded?.overtaken.some((review) => review._id === reviewId) ?? false;
};

/** The code that says most: a part that only fell with its unit speaks last. */
export function mainCode(parts: OutboxEntry['parts']): RefusalCode | undefined {
  const codes = parts.filter((part) => part.state === 'not-accepted').flatMap((part) => part.code ?? []);
  return codes.find((code) => code !== 'unit-refused') ?? codes[0];
}

/** A half-filled form as one line: only where it belongs, nothing of what is written in it. */
export function lineOfDraft(shelf: Shelf, { key, kind, savedAt, body }: Draft): RecordLine {
  const at = kind === 'visit' ? (body as VisitDraftBody) : (body as NoteDraft).at;
  const visitId = kind === 'review' ? key.slice('review:'.length) : undefined;
  const door =
    at?.dwellingId === undefined
      ? visitId && doorOfRecord(shelf, { type: 'visit', id: visitId })
      : (doorAt(shelf, at.dwellingId, at.householdId) ??
        (kind === 'visit' ? doorBegun(body as VisitDraftBody) : undefined));
  const back = (body as VisitDraftBody).again !== undefined || /^(note:note|matter:matter):/.test(key);
  return { key, type: kind, door: door === '' ? undefined : door, savedAt, state: 'draft', ...(back && { back }) };
}

/** An action as one line, named after its leading part. */
export function lineOf(shelf: Shelf, entry: OutboxEntry): RecordLine {
  const { lead, parts, savedAt, envelopeId } = entry;
  const refused = parts.some((part) => part.state === 'not-accepted');
  const standing = recordState(shelf, lead.id);
  const overtaken = lead.type === 'review' && standing.state !== 'saved' && wasOvertaken(shelf, lead.id);
  const code = mainCode(parts);
  const review = lead.type === 'visit' ? visitStates(shelf).get(lead.id)?.review : undefined;
  return {
    key: envelopeId,
    type: lead.type,
    door: doorOfRecord(shelf, lead),
    savedAt,
    state: refused ? 'not-accepted' : overtaken ? 'overtaken' : standing.state,
    ...(code && { code }),
    ...(standing.receivedAt !== undefined && { receivedAt: standing.receivedAt }),
    ...(review && { review: { by: review.by, at: review.at } }),
  };
}
