import { deliveredMedia, forgetMedia } from '../store/media.ts';
import type { Store } from '../store/store.ts';
import type { MediaBox } from './media-box.ts';

/**
 * Lets go of pictures that the relay has safely, oldest first: they are shown from there again. What was not delivered
 * stays whatever happens.
 * @returns bytes that became free
 */
export async function letDeliveredMediaGo(store: Store, box: MediaBox): Promise<number> {
  const rows = await deliveredMedia(store);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  // A full disk takes no tombstones either: where nothing else is in the box, the box itself goes.
  if (rows.length === (await store.db.media.count())) await box.destroy();
  else await box.remove(ids);
  await forgetMedia(store, ids);
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}
