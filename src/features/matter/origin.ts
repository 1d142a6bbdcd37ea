import type { Note } from '../../domain/documents/visit.ts';

/** What a matter is raised from: a note of the notebook, or a building as a neighbour knows it. */
export type MatterOrigin =
  | { readonly kind: 'note'; readonly note: Note; readonly place: string }
  | { readonly kind: 'building'; readonly buildingId: string; readonly place: string };
