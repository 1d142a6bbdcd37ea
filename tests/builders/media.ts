import type { MediaReference } from '../../src/domain/documents/media.ts';

/** What a document holds of the n-th picture. */
export const aPicture = (given: Partial<MediaReference> = {}, n = 1): MediaReference => ({
  id: `media:${String(n).padStart(22, '0')}`,
  key: 'A'.repeat(43),
  area: 'a1',
  kind: 'photo',
  type: 'image/jpeg',
  bytes: 40_000,
  width: 64,
  height: 48,
  ...given,
});
