import { doorKey } from '../domain/door.ts';
import { doorPath } from '../domain/door-path.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import { doorsOnTablet } from './due-doors.ts';
import type { OutboxRow } from './rows.ts';
import type { Shelf } from './shelf.ts';
import type { Draft } from './shelf-drafts.ts';
import type { Store } from './store.ts';
import { refusedRefs, takeOutRefused } from './undo.ts';
import type { VisitDraftBody } from './visit-draft.ts';
import { leadOf, type MatterDraft, type MeasureDraft } from './written-form.ts';

/** Where what was not taken is written on: a place, or the sheet of a matter with its draft. */
export type Reopened =
  { readonly kind: 'place'; readonly path: string } | { readonly kind: 'matter'; readonly draftKey: string };

/** Whether what the relay did not take can be written anew: a visit to a door that is still here, a note, a matter, verdicts. */
export function mayReopen(shelf: Shelf, row: OutboxRow): boolean {
  const refs = refusedRefs(row);
  const lead = leadOf(refs);
  if (lead?.type === 'visit') return isHere(shelf, lead.id);
  if (lead?.type === 'note' || lead?.type === 'matter') return true;
  const reviews = refs.length > 0 && refs.every(({ type }) => type === 'review');
  // what was written in a form is written on in it, unless something else is half written there by now
  const free = row.form !== undefined && shelf.draft(row.form.key) === undefined;
  return reviews || (free && refs.length === row.refs.length);
}

function isHere(shelf: Shelf, visitId: string): boolean {
  const visit = shelf.get('visit', visitId);
  return visit !== undefined && doorsOnTablet(shelf).some((door) => doorKey(door) === doorKey(visit));
}

/**
 * Makes a draft again of what the relay did not take, so that it can be corrected and saved anew. It lies beside whatever
 * else is half written there. Fault `illegal-step`: it cannot be written anew; it stays where it is.
 */
export async function reopenRefused(store: Store, envelopeId: string): Promise<Result<Reopened>> {
  const row = store.shelf.outbox.find((one) => one.id === envelopeId);
  const lead = row && leadOf(refusedRefs(row));
  if (!row || !mayReopen(store.shelf, row)) return failed('illegal-step');
  const visit = lead?.type === 'visit' ? store.shelf.get('visit', lead.id) : undefined;
  const reviewed = lead?.type === 'review' ? store.shelf.get('review', lead.id)?.visitId : undefined;
  const draftKey = await takeOutRefused(store, envelopeId);
  if (draftKey === undefined) return failed('illegal-step');
  if (visit) return place(`/visits/${doorPath(visit)}`);
  if (lead?.type === 'note') return place('/notebook?sheet=note');
  if (lead?.type === 'matter' && draftKey !== null) return done({ kind: 'matter', draftKey });
  const draft = draftKey === null ? undefined : store.shelf.draft(draftKey);
  const there = reviewed === undefined && draft ? placeOfDraft(draft) : undefined;
  if (there) return done(there);
  return place(reviewed === undefined ? '/review' : `/review/${reviewed.slice('visit:'.length)}`);
}

/** Where a half-written form is gone on with; undefined: only where it was begun. */
export function placeOfDraft({ key, kind, body }: Draft): Reopened | undefined {
  if (kind === 'visit') return { kind: 'place', path: `/visits/${doorPath(body as VisitDraftBody)}` };
  if (kind === 'checklist') return { kind: 'place', path: placeOfChecklist(key) };
  if (kind === 'arrival') return { kind: 'place', path: placeOfArrival(key) };
  if (kind === 'service') return { kind: 'place', path: '/services' };
  if (kind === 'party') return { kind: 'place', path: `/matters/${key.slice('party:matter:'.length)}` };
  if (kind === 'measure') return placeOfMeasure(body as MeasureDraft);
  if (kind === 'note') return { kind: 'place', path: '/notebook?sheet=note' };
  if (kind === 'review') return { kind: 'place', path: `/review/${key.slice('review:visit:'.length)}` };
  return (body as MatterDraft).at && { kind: 'matter', draftKey: key };
}

/** A follow-up at its must-arrive, or a must-arrive that is being raised. */
const placeOfArrival = (draftKey: string): string =>
  draftKey.startsWith('raise:')
    ? `/raise/${draftKey.slice('raise:'.length)}`
    : `/arrivals/${draftKey.slice('arrival:proposal:'.length)}`;
const placeOfMeasure = ({ at }: MeasureDraft): Reopened => ({ kind: 'place', path: `/plans/${doorPath(at)}` });
const placeOfChecklist = (draftKey: string): string => `/checklists/${draftKey.slice('checklist:'.length)}`;
const place = (path: string): Result<Reopened> => done({ kind: 'place', path });
