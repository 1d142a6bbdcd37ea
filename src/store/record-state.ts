import type { Verdict } from '../domain/envelope.ts';
import type { RefusalCode } from '../domain/fault.ts';
import { instantAt } from '../platform/clock.ts';
import type { OutboxRow } from './rows.ts';
import type { Shelf } from './shelf.ts';
import { visitStates } from './visits.ts';

/** Where a record is, as its tick says (drafts are not records yet: `draftsOfKind`). */
export type RecordState =
  'saved' | 'received' | 'delivered' | 'handed-over' | 'reviewed' | 'returned' | 'not-accepted' | 'overtaken';

export interface RecordStanding {
  readonly state: RecordState;
  /** why the relay did not take it */
  readonly code?: RefusalCode;
  /** when the relay took it, in the relay's words */
  readonly receivedAt?: string;
  /** the revision under which the relay keeps it */
  readonly rev?: string;
  /** the envelope that carries it, while it is remembered */
  readonly envelopeId?: string;
  /** a visit that somebody decided on: who, when, and what was said */
  readonly review?: { readonly by: string; readonly at: string; readonly reason?: string };
}

/** What a verdict means for the part it speaks of; none yet: it is on this tablet. */
export function stateOfVerdict(verdict: Verdict | undefined): RecordState {
  if (!verdict) return 'saved';
  if (verdict.code === 'overtaken') return verdict.code;
  if (verdict.code === 'handed-over') return verdict.durable ? verdict.code : 'received';
  if (verdict.code) return verdict.code === 'not-yet' || verdict.code === 'clock-ahead' ? 'saved' : 'not-accepted';
  return verdict.durable ? 'delivered' : 'received';
}

/** The newest envelope that carries each document, by document id. */
const carriers = (shelf: Shelf): ReadonlyMap<string, OutboxRow> => {
  const carrier = new Map<string, OutboxRow>();
  for (const row of shelf.outbox) for (const ref of row.refs) carrier.set(ref.id, row);
  return carrier;
};

/** The envelope that carries a document, while it is remembered. */
export const carrierOf = (shelf: Shelf, id: string): OutboxRow | undefined =>
  shelf.deriveFromOutbox('carriers', () => carriers(shelf)).get(id);

/** Where a record is. What came from the relay is `delivered`; a visit goes on to `reviewed`, `returned`, `overtaken`. */
export function recordState(shelf: Shelf, id: string): RecordStanding {
  const row = carrierOf(shelf, id);
  const verdict = row?.verdicts?.find((one) => one.id === id);
  const sent = row ? stateOfVerdict(verdict) : 'delivered';
  const standing = {
    ...(verdict?.code && { code: verdict.code }),
    ...(verdict && { receivedAt: verdict.receivedAt }),
    ...(verdict?.rev !== undefined && { rev: verdict.rev }),
    ...(row && { envelopeId: row.id }),
  };
  if (sent !== 'delivered' && sent !== 'received') return { state: sent, ...standing };
  const folded = id.startsWith('visit:') ? visitStates(shelf).get(id) : undefined;
  if (!folded || folded.state === 'submitted') return { state: sent, ...standing };
  const reviewed = {
    accepted: 'reviewed',
    returned: 'returned',
    corrected: 'overtaken',
    overtaken: 'overtaken',
  } as const;
  const { review } = folded;
  return {
    state: reviewed[folded.state],
    ...standing,
    ...(review && {
      review: { by: review.by, at: review.at, ...(review.reason !== undefined && { reason: review.reason }) },
    }),
  };
}

/** The same with the relay's time as clocks show it here: the relay may stand at another offset. */
export function standingHere(shelf: Shelf, id: string): RecordStanding {
  const standing = recordState(shelf, id);
  const { receivedAt } = standing;
  return receivedAt === undefined ? standing : { ...standing, receivedAt: instantAt(Date.parse(receivedAt)) };
}
