import type { RefusalCode } from './fault.ts';

/** What a decision on a proposal is judged by. */
interface Decided {
  readonly userId: string;
  /** the fact that it names in `after`: the proposal, the confirmation in force, or a request for review */
  readonly after?: object | undefined;
  /** the proposal that it is about */
  readonly proposal?: object | undefined;
}

const member = (document: object | undefined, name: string): unknown =>
  (document as Readonly<Record<string, unknown>> | undefined)?.[name];
const isWritten = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/**
 * The legal next decision: proposed → confirmed | declined; in force or under review → confirmed again | ended. Whoever
 * proposed a tag, or asked for its review, never confirms it (domain.md §7.3, §7.4); a care tag ends with a reason.
 */
export function confirmationFault(document: object, { userId, after, proposal }: Decided): RefusalCode | undefined {
  if (after === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
  const decision = member(document, 'decision');
  const about = member(document, 'proposalId');
  const isRequest = member(after, 'kind') === 'tagReview';
  const inForce = member(after, 'type') === 'confirmation' && member(after, 'decision') === 'confirmed';
  const first = member(after, 'type') === 'proposal' && !isRequest;
  if (!first && !inForce && !isRequest) return 'illegal-step';
  const named = isRequest ? member(after, 'tagId') : first ? member(after, '_id') : member(after, 'proposalId');
  if (named !== about) return 'illegal-step';
  if (first) return decision === 'ended' || member(after, 'by') === userId ? 'illegal-step' : undefined;
  if (decision === 'declined') return 'illegal-step';
  if (proposal === undefined) return 'not-yet';
  const isTag = member(proposal, 'kind') === 'careTag';
  if (decision === 'ended') return isTag && !isWritten(member(document, 'reason')) ? 'invalid' : undefined;
  const own = member(proposal, 'by') === userId || (isRequest && member(after, 'by') === userId);
  return isTag && !own ? undefined : 'illegal-step';
}

/** A request for review names the confirmation in force of the tag that it is about. */
export function tagReviewFault(document: object, after: object | undefined): RefusalCode | undefined {
  if (after === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
  const inForce = member(after, 'type') === 'confirmation' && member(after, 'decision') === 'confirmed';
  return inForce && member(after, 'proposalId') === member(document, 'tagId') ? undefined : 'illegal-step';
}

/** A planned visit is cancelled beside the tag that asked for it, and names the same door. */
export function planCancellationFault(document: object, after: object | undefined): RefusalCode | undefined {
  if (after === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
  const ofTag = member(after, '_id') === member(document, 'tagId') && member(after, 'kind') === 'careTag';
  return ofTag && member(after, 'dwellingId') === member(document, 'dwellingId') ? undefined : 'illegal-step';
}

/** A version of a policy follows the one that its author saw. */
export function policyFault(document: object, after: object | undefined): RefusalCode | undefined {
  const version = Number(member(document, 'version'));
  if (version === 1) return undefined;
  if (after === undefined) return member(document, 'after') === undefined ? 'illegal-step' : 'not-yet';
  const before = member(after, 'type') === 'policy' && member(after, 'version') === version - 1;
  return before && member(after, 'key') === member(document, 'key') ? undefined : 'illegal-step';
}
