import type { Note } from '../../domain/documents/visit.ts';

/** What a matter is raised from: a note of the notebook, a building as a neighbour knows it, or what was written before. */
export type MatterOrigin =
  | { readonly kind: 'note'; readonly note: Note; readonly place: string }
  | { readonly kind: 'building'; readonly buildingId: string; readonly place: string }
  | { readonly kind: 'draft'; readonly draftKey: string; readonly place: string };
