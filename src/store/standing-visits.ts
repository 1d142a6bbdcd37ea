import type { Visit } from '../domain/documents/visit.ts';
import { speaks } from '../domain/visit-state.ts';
import type { Shelf } from './shelf.ts';
import { visitStates } from './visits.ts';

/** Visits to a building for which no other version speaks. */
export const standingVisitsOf = (shelf: Shelf, buildingId: string): readonly Visit[] =>
  shelf.derive(`standing visits ${buildingId}`, ['visit', 'review'], () => {
    const states = visitStates(shelf);
    return shelf.by('visit', 'buildingId', buildingId).filter(({ _id }) => {
      const folded = states.get(_id);
      return !folded || speaks(folded);
    });
  });
