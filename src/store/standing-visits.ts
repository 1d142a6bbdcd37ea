import type { Visit } from '../domain/documents/visit.ts';
import type { Shelf } from './shelf.ts';
import { visitStates } from './visits.ts';

/** Visits that no correction replaced, of every door. */
export const standingVisits = (shelf: Shelf): readonly Visit[] =>
  shelf.derive('standing visits', ['visit', 'review'], () =>
    [...visitStates(shelf).values()].filter((folded) => !folded.replacedBy).map((folded) => folded.visit),
  );

/** The same by building, so that a matrix looks at its own alone. */
export const standingVisitsOf = (shelf: Shelf, buildingId: string): readonly Visit[] =>
  shelf.derive(`standing visits ${buildingId}`, ['visit', 'review'], () => {
    const states = visitStates(shelf);
    return shelf.by('visit', 'buildingId', buildingId).filter((visit) => !states.get(visit._id)?.replacedBy);
  });
