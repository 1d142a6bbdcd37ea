import { careOf } from '../../src/domain/database-name.ts';
import type { DemoDatabase } from '../../sync-server/provisioning/demo/community.ts';

/** Areas that differ in how much a tablet holds of them, and nothing else. */
export const heldAreas = [
  { area: 'hold-few', user: 'held1', documents: 1_000 },
  { area: 'hold-many', user: 'held2', documents: 50_000 },
] as const;

/** Answers of visits, short ones, as many as are wanted: no follower and no screen makes anything of them. */
export const manyAnswers = (area: string, documents: number): DemoDatabase => ({
  name: careOf(area),
  documents: Array.from({ length: documents }, (_, n) => {
    const id = String(n).padStart(26, '0');
    return {
      _id: `visitAnswers:${id}`,
      type: 'visitAnswers',
      schema: 1,
      by: 'grid1',
      deviceId: 'demo',
      at: '2026-01-05T09:30:00+08:00',
      visitId: `visit:${id}`,
      dwellingId: 'dwelling:none',
      checklistId: 'routine',
      checklistVersion: 1,
      answers: { rt_outcome: 'met' },
    };
  }),
});
