import { byHash } from '../canonical.ts';
import { dayOf } from '../day.ts';
import { arrivalReasons, type ArrivalReason, type ArrivalTarget } from '../documents/arrival.ts';
import type { Proposal } from '../documents/care.ts';
import { severities, type Severity } from '../documents/visit.ts';

/** Minutes to the first arrival, and from one level to the next. */
export type ArrivalTerms = Pick<ArrivalTarget, 'minutes' | 'thenMinutes'>;

/**
 * What holds where a community laid down nothing: incident 30 min, dissatisfaction 24 h, family dispute 2 h (domain.md §1 A7);
 * the next level after as long again (ours).
 */
export const defaultArrivalTerms: Readonly<Record<ArrivalReason, ArrivalTerms>> = {
  incident: { minutes: 30, thenMinutes: 30 },
  dissatisfaction: { minutes: 24 * 60, thenMinutes: 24 * 60 },
  familyDispute: { minutes: 2 * 60, thenMinutes: 2 * 60 },
};

export const isArrivalReason = (subject: string): subject is ArrivalReason =>
  arrivalReasons.some((reason) => reason === subject);

/** Blue is what nobody has to run for: a family dispute below this severity is visited as usual (domain.md B4). */
const yellow: Severity = 'general';
const isBlue = (severity: Severity): boolean => severities.indexOf(severity) < severities.indexOf(yellow);

/** Whether a family quarrels, but not so that somebody must go there now. Without a severity it counts as grave. */
export const isOrdinaryDispute = ({ subject, severity }: Pick<Proposal, 'subject' | 'severity'>): boolean =>
  subject === 'familyDispute' && severity !== undefined && isBlue(severity);

/**
 * The clock of a must-arrive: that of the highest version whose day had come when it was raised; between equal ones the
 * smaller hash. Undefined: it has none, only a day.
 */
export function arrivalTermsOf(
  raised: Pick<Proposal, 'subject' | 'severity' | 'at'>,
  targets: readonly ArrivalTarget[] = [],
): ArrivalTerms | undefined {
  const { subject } = raised;
  if (!isArrivalReason(subject) || isOrdinaryDispute(raised)) return undefined;
  const begun = targets.filter(({ reason, from }) => reason === subject && from <= dayOf(raised.at));
  const [newest] = [...begun].sort((a, b) => b.version - a.version || byHash(a._id, b._id));
  return newest ?? defaultArrivalTerms[subject];
}
