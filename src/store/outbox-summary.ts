import type { RefusalCode } from '../domain/fault.ts';
import { stateOfVerdict, type RecordState } from './record-state.ts';
import { returnedTo } from './reviews.ts';
import type { OutboxRow, PartRef } from './rows.ts';
import type { Shelf } from './shelf.ts';

/** One envelope as the sync sheet lists it. */
export interface OutboxEntry {
  readonly envelopeId: string;
  readonly savedAt: string;
  readonly state: OutboxRow['state'];
  /** the part that names the action: the visit before what it raised */
  readonly lead: PartRef;
  readonly parts: readonly (PartRef & { readonly state: RecordState; readonly code?: RefusalCode })[];
}

export interface OutboxSums {
  /** actions that are only on this tablet, or not yet on safe copies */
  readonly here: number;
  /** actions that are safe with every part (kept for 30 days) */
  readonly delivered: number;
  /** own visits accepted by a desk */
  readonly reviewed: number;
  /** what a person must look at: not accepted, or sent back */
  readonly attention: number;
  /** local time of the oldest action that is still only here */
  readonly oldestHere?: string;
}

const leadOrder = ['visit', 'review', 'matter', 'note'];
const rank = (ref: PartRef): number => (leadOrder.indexOf(ref.type) + leadOrder.length + 1) % (leadOrder.length + 1);

function entryOf(row: OutboxRow): OutboxEntry {
  const [first, ...others] = row.refs;
  if (!first) throw new Error('an envelope without parts');
  return {
    envelopeId: row.id,
    savedAt: row.savedAt,
    state: row.state,
    lead: others.reduce((lead, ref) => (rank(ref) < rank(lead) ? ref : lead), first),
    parts: row.refs.map((ref) => {
      const verdict = row.verdicts?.find((one) => one.id === ref.id && one.db === ref.db);
      return { ...ref, state: stateOfVerdict(verdict), ...(verdict?.code && { code: verdict.code }) };
    }),
  };
}

const entries = (shelf: Shelf): readonly OutboxEntry[] =>
  shelf.deriveFromOutbox('entries', () => shelf.outbox.map(entryOf));

/** Actions that are only here or not yet safe, oldest first. */
export const stillHere = (shelf: Shelf): OutboxEntry[] =>
  entries(shelf).filter((entry) => entry.state === 'waiting' || entry.state === 'received');

/** Actions of which the relay did not accept a part, oldest first; other parts may still be on their way. */
export const notAccepted = (shelf: Shelf): OutboxEntry[] =>
  entries(shelf).filter((entry) => entry.parts.some((part) => part.state === 'not-accepted'));

export const deliveredEntries = (shelf: Shelf): OutboxEntry[] =>
  entries(shelf).filter((entry) => entry.state === 'delivered');

/** The four sums of pill and sheet. They overlap: never draw them as parts of one whole. */
export function outboxSums(shelf: Shelf, user: string): OutboxSums {
  const here = stillHere(shelf);
  const oldest = here[0]?.savedAt;
  return {
    here: here.length,
    delivered: deliveredEntries(shelf).length,
    // counted when it is read: the pill, which is on every screen, does not
    get reviewed() {
      return shelf.derive(`reviewed of ${user}`, ['visit', 'review'], () => acceptedOf(shelf, user));
    },
    attention: notAccepted(shelf).length + returnedTo(shelf, user).length,
    ...(oldest !== undefined && { oldestHere: oldest }),
  };
}

/** What became of the actions of one day; `done` is the sum of the others. */
export interface DayCounts {
  readonly done: number;
  /** safe on the relay with every part */
  readonly confirmed: number;
  /** only here, or not yet on safe copies */
  readonly waiting: number;
  /** the relay did not take a part */
  readonly refused: number;
}

/** The day's closing: visits, and everything else that was saved on a local day. */
export function closingOf(shelf: Shelf, day: string): { readonly visits: DayCounts; readonly others: DayCounts } {
  const today = entries(shelf).filter((entry) => entry.savedAt.startsWith(day));
  const counted = (some: readonly OutboxEntry[]): DayCounts => {
    const refused = some.filter((entry) => entry.parts.some((part) => part.state === 'not-accepted')).length;
    const confirmed = some.filter((entry) => entry.state === 'delivered').length;
    return { done: some.length, confirmed, refused, waiting: some.length - confirmed - refused };
  };
  return {
    visits: counted(today.filter((entry) => entry.lead.type === 'visit')),
    others: counted(today.filter((entry) => entry.lead.type !== 'visit')),
  };
}

const acceptedOf = (shelf: Shelf, user: string): number =>
  shelf
    .all('review')
    .filter((review) => review.verdict === 'accepted' && shelf.get('visit', review.visitId)?.by === user).length;
