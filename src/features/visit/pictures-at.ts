import { mediaOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { Door } from '../../domain/door.ts';
import type { Me } from '../../domain/me.ts';
import { databasesOf } from '../../domain/rights.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import type { Album } from '../../store/album.ts';
import type { Store } from '../../store/store.ts';
import { keyOfVisitDraft, type VisitDraftBody } from '../../store/visit-draft.ts';
import { VisitPictures } from './visit-pictures.svelte.ts';

/** The visit that is written, as its pictures see it. */
export interface PicturedVisit {
  readonly store: Store;
  readonly me: Me;
  readonly door: Door | undefined;
  /** throws while nothing is open */
  readonly draft: VisitDraftBody;
}

/** Pictures of the visit that is written at a door. */
export const picturesAt = (
  visit: PicturedVisit,
  album: Album | undefined,
  change: (change: Pick<VisitDraftBody, 'media' | 'answers'>) => void,
): VisitPictures =>
  new VisitPictures({
    album,
    area: () => areaForMedia(visit.store, visit.me, visit.door),
    draftKey: () => keyOfVisitDraft(visit.draft),
    draft: () => visit.draft,
    change,
  });

/** Key of the area whose pictures this person may add to at a door; undefined: none. */
function areaForMedia(store: Store, me: Me, door: Door | undefined): string | undefined {
  const db = door && areaOfDoor(store, door);
  const area = db === undefined ? undefined : parseDatabaseName(db)?.scope;
  if (area === undefined) return undefined;
  return databasesOf(me.holder).some((right) => right.name === mediaOf(area) && right.write) ? area : undefined;
}
