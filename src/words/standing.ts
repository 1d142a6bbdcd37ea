import type { Words } from './lexicon.svelte.ts';

/** Where a record is, as the tablet knows it; instants as they are stored. */
interface Standing {
  readonly state: keyof Words['status']['record'];
  /** why the relay did not take it */
  readonly code?: keyof Words['fault'];
  /** when the relay took it, by the relay's clock */
  readonly receivedAt?: string;
  /** the revision under which the relay keeps it */
  readonly rev?: string;
  readonly review?: { readonly by: string; readonly at: string; readonly reason?: string };
}

/**
 * One sentence on where a record is: what the tick says when it is tapped.
 * @param when an instant in the reader's words @param nameOf a user's name
 */
export function sayStanding(
  { status, fault }: Words,
  { state, code, receivedAt, rev, review }: Standing,
  when: (instant: string) => string,
  nameOf: (user: string) => string,
): string {
  const t = status.standing;
  if (state === 'not-accepted') return t.notAccepted(code ? fault[code] : '');
  if ((state === 'reviewed' || state === 'returned') && review)
    return t[state](nameOf(review.by), when(review.at), review.reason ?? '');
  if (state === 'overtaken') return t.overtaken;
  if (state === 'handed-over') return t.handedOver;
  if (state === 'received') return t.received;
  if (state === 'delivered')
    return receivedAt === undefined ? t.fetched : t.delivered(when(receivedAt), rev?.slice(0, 6) ?? '');
  return t.saved;
}
