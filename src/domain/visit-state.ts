import { byHash } from './canonical.ts';
import { groupBy } from './group.ts';
import type { Review, Visit } from './documents/visit.ts';

export type VisitState = 'submitted' | 'accepted' | 'returned' | 'corrected' | 'overtaken';

export interface FoldedVisit {
  readonly visit: Visit;
  readonly state: VisitState;
  /** the review that counts, if any */
  readonly review?: Review;
  /** the version that replaces this one, if any */
  readonly replacedBy?: Visit;
  /** the correction that counts where two were made of one visit, and this one, or what it corrects, is the other */
  readonly overtakenBy?: Visit;
  /** which submission this is: 1, 2, … */
  readonly version: number;
  /** reviews that came after a counting one: kept, shown to their authors */
  readonly overtaken: readonly Review[];
}

/** Between reviews that name the same visit: the restriction first, then the smaller hash of the id. */
const counting = (reviews: readonly Review[]): Review[] =>
  [...reviews].sort((a, b) => (a.verdict === b.verdict ? byHash(a._id, b._id) : a.verdict === 'returned' ? -1 : 1));

/**
 * The state of each visit, folded from facts alone: neither arrival nor clocks are read.
 * Of two corrections of one visit the accepted one counts, else the one with the smaller hash.
 */
export function foldVisits(visits: readonly Visit[], reviews: readonly Review[]): Map<string, FoldedVisit> {
  const reviewsOf = groupBy(reviews, (review) => review.visitId);
  const known = new Map(visits.map((visit) => [visit._id, visit]));
  const corrections = groupBy(
    visits.filter((visit) => visit.supersedes !== undefined),
    (visit) => visit.supersedes ?? '',
  );
  /** somebody accepted this version, or one that came of it */
  const accepted = (visit: Visit, seen: readonly string[] = []): boolean =>
    counting(reviewsOf.get(visit._id) ?? [])[0]?.verdict === 'accepted' ||
    (corrections.get(visit._id) ?? []).some((one) => !seen.includes(one._id) && accepted(one, [...seen, visit._id]));
  const correctionOf = (id: string): Visit | undefined =>
    [...(corrections.get(id) ?? [])].sort(
      (a, b) => Number(accepted(b)) - Number(accepted(a)) || byHash(a._id, b._id),
    )[0];
  const overtakerOf = (visit: Visit): Visit | undefined => {
    const seen = new Set<string>();
    for (let mine: Visit | undefined = visit; mine?.supersedes !== undefined && !seen.has(mine._id);) {
      seen.add(mine._id);
      const counts = correctionOf(mine.supersedes);
      if (counts && counts._id !== mine._id) return counts;
      mine = known.get(mine.supersedes);
    }
    return undefined;
  };
  const versionOf = (visit: Visit): number => {
    let version = 1;
    const seen = new Set([visit._id]);
    for (let old = visit.supersedes; old !== undefined && !seen.has(old); old = known.get(old)?.supersedes) {
      seen.add(old);
      version += 1;
    }
    return version;
  };
  return new Map(
    visits.map((visit) => {
      const [review, ...overtaken] = counting(reviewsOf.get(visit._id) ?? []);
      const replacedBy = correctionOf(visit._id);
      const overtakenBy = overtakerOf(visit);
      const state: VisitState = replacedBy ? 'corrected' : overtakenBy ? 'overtaken' : (review?.verdict ?? 'submitted');
      return [
        visit._id,
        {
          visit,
          state,
          version: versionOf(visit),
          overtaken,
          ...(review && { review }),
          ...(replacedBy && { replacedBy }),
          ...(overtakenBy && { overtakenBy }),
        },
      ] as const;
    }),
  );
}

/** Whether no other version speaks instead of this one. */
export const speaks = ({ replacedBy, overtakenBy }: FoldedVisit): boolean => !replacedBy && !overtakenBy;

/** Visits that still speak: versions that no correction replaced. */
export function standing(visits: readonly Visit[]): Visit[] {
  const replaced = new Set(visits.flatMap((visit) => visit.supersedes ?? []));
  return visits.filter((visit) => !replaced.has(visit._id));
}
