import { roundOf, type Round } from '../domain/day.ts';
import { matrixOf, type Matrix } from '../domain/matrix.ts';
import { doorsByDwelling } from './due-doors.ts';
import { draftsOfKind } from './drafts.ts';
import { standingVisitsOf } from './standing-visits.ts';
import type { Store } from './store.ts';

/** What a visit's draft says of its door; the form adds the rest. */
interface DoorDraft {
  readonly dwellingId: string;
}

/** The matrix of one building for a stretch of days; without one, for the half year of today. */
export function buildingMatrix(store: Store, buildingId: string, stretch?: Round): Matrix {
  const { shelf, clock } = store;
  const drafts = new Set(draftsOfKind<DoorDraft>(store, 'visit').map((draft) => draft.body.dwellingId));
  const round = stretch ?? roundOf(clock.today());
  const types = ['dwelling', 'household', 'visit', 'review', 'matter', 'withdrawal'] as const;
  return shelf.derive(
    `matrix ${buildingId}${stretch ? ` ${stretch.key}` : ''}`,
    types,
    () => {
      const byDwelling = doorsByDwelling(shelf);
      const doors = shelf.by('dwelling', 'buildingId', buildingId).flatMap((one) => byDwelling.get(one._id) ?? []);
      const withdrawn = new Set(shelf.all('withdrawal').map((one) => one.subjectId));
      const open = shelf
        .by('matter', 'buildingId', buildingId)
        .filter((matter) => matter.resolution === 'taken' && !withdrawn.has(matter._id));
      return matrixOf({
        doors,
        visits: standingVisitsOf(shelf, buildingId),
        round,
        openMatters: new Set(open.flatMap((matter) => matter.dwellingId ?? [])),
        drafts,
      });
    },
    `${round.key} ${[...drafts].sort().join(' ')}`,
  );
}
