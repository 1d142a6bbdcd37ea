import { byHash } from './canonical.ts';
import { compareInstants, dayOf, type Day } from './day.ts';
import type { Matter, Note, Review, Visit, Withdrawal } from './documents/visit.ts';
import type { Door } from './door.ts';
import { inForce } from './in-force.ts';
import { foldVisits, type FoldedVisit } from './visit-state.ts';

/** 来往记录: one row of a household's story. */
export type StoryRow =
  | { readonly kind: 'visit'; readonly at: string; readonly id: string; readonly visit: FoldedVisit }
  | { readonly kind: 'note'; readonly at: string; readonly id: string; readonly note: Note }
  | { readonly kind: 'matter'; readonly at: string; readonly id: string; readonly matter: Matter };

export interface StoryFacts {
  /** every version, by anyone */
  readonly visits: readonly Visit[];
  readonly reviews?: readonly Review[];
  readonly notes?: readonly Note[];
  readonly matters?: readonly Matter[];
  readonly withdrawals?: readonly Withdrawal[];
}

export interface Story {
  /** of the last twelve months, newest first */
  readonly rows: readonly StoryRow[];
  /** 更早的 n 条 */
  readonly older: readonly StoryRow[];
}

const aYearBefore = (today: Day): Day => `${String(Number(today.slice(0, 4)) - 1)}${today.slice(4)}`;

/**
 * What happened at a door, newest first: visits of every line, matters, notes. Versions that a correction replaced are left
 * out; notes marked private are shown to their writer only.
 */
export function storyOf(
  door: Pick<Door, 'dwellingId' | 'householdId'>,
  facts: StoryFacts,
  reader: { readonly userId: string; readonly today: Day },
): Story {
  const { withdrawals = [] } = facts;
  const here = (fact: {
    readonly dwellingId?: string | undefined;
    readonly householdId?: string | undefined;
  }): boolean =>
    (fact.householdId !== undefined && fact.householdId === door.householdId) ||
    (fact.dwellingId === door.dwellingId && (fact.householdId === undefined || door.householdId === undefined));
  const visits = facts.visits.filter(here);
  const rows: StoryRow[] = [
    ...[...foldVisits(visits, facts.reviews ?? []).values()]
      .filter((folded) => !folded.replacedBy)
      .map((folded) => ({ kind: 'visit' as const, at: folded.visit.startedAt, id: folded.visit._id, visit: folded })),
    ...inForce(facts.notes ?? [], withdrawals)
      .filter((note) => here(note) && (note.private !== true || note.by === reader.userId))
      .map((note) => ({ kind: 'note' as const, at: note.at, id: note._id, note })),
    ...inForce(facts.matters ?? [], withdrawals)
      .filter(here)
      .map((matter) => ({ kind: 'matter' as const, at: matter.at, id: matter._id, matter })),
  ];
  rows.sort((a, b) => compareInstants(b.at, a.at) || byHash(a.id, b.id));
  const since = aYearBefore(reader.today);
  return {
    rows: rows.filter((row) => dayOf(row.at) >= since),
    older: rows.filter((row) => dayOf(row.at) < since),
  };
}

/** Days for which a visit counts as recent: the file then says who was here, so that visits can be joined. Informs only. */
export const recentDays = 14;
