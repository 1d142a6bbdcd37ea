import { doorPath } from '../domain/door-path.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import { saveDraft } from './drafts.ts';
import type { OutboxRow } from './rows.ts';
import { saidAtVisit } from './start-correction.ts';
import type { Store } from './store.ts';
import { isWhollyRefused, takeOutRefused } from './undo.ts';
import { saveVisitDraft } from './visit-draft.ts';

const leadOf = (row: OutboxRow) =>
  row.refs.find(({ type }) => type === 'visit') ?? (row.refs.length === 1 ? row.refs[0] : undefined);

/** Whether what the relay did not take can be written anew: a visit or a note, of which it took nothing. */
export function mayReopen(row: OutboxRow): boolean {
  const type = leadOf(row)?.type;
  return row.state === 'refused' && isWhollyRefused(row) && (type === 'visit' || type === 'note');
}

/**
 * Makes a draft again of what the relay did not take, so that it can be corrected and saved anew; the draft is kept before
 * the refused record goes, so a kill between leaves both.
 * @returns where to write on
 */
export async function reopenRefused(store: Store, envelopeId: string): Promise<Result<string>> {
  const row = await store.db.outbox.get({ id: envelopeId });
  const lead = row && mayReopen(row) ? leadOf(row) : undefined;
  if (!lead) return failed('illegal-step');
  if (lead.type === 'note') {
    const note = store.shelf.get('note', lead.id);
    if (!note) return failed('not-found');
    const kept = await saveDraft(store, 'note:quick', 'note', { text: note.text, private: note.private ?? false });
    if (!kept.ok) return kept;
    await takeOutRefused(store, envelopeId);
    return done('/notebook?sheet=note');
  }
  const visit = store.shelf.get('visit', lead.id);
  if (!visit) return failed('not-found');
  const { supersedes, after, correction } = visit;
  const kept = await saveVisitDraft(store, {
    ...(await saidAtVisit(store, visit)),
    ...(supersedes !== undefined && { supersedes }),
    ...(after !== undefined && { after }),
    ...(correction !== undefined && { correction }),
  });
  if (!kept.ok) return kept;
  await takeOutRefused(store, envelopeId);
  return done(`/visits/${doorPath(visit)}`);
}
