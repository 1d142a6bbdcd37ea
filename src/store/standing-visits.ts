import type { Visit } from '../domain/documents/visit.ts';
import type { Shelf } from './shelf.ts';
import { visitStates } from './visits.ts';

/** Visits to a building that no correction replaced. */
export const standingVisitsOf = (shelf: Shelf, buildingId: string): readonly Visit[] =>
  shelf.derive(`standing visits ${buildingId}`, ['visit', 'review'], () => {
    const states = visitStates(shelf);
    return shelf.by('visit', 'buildingId', buildingId).filter((visit) => !states.get(visit._id)?.replacedBy);
  });
