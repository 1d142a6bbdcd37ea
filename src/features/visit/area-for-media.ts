import { mediaOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { Door } from '../../domain/door.ts';
import type { Me } from '../../domain/me.ts';
import { databasesOf } from '../../domain/rights.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import type { Store } from '../../store/store.ts';

/** Key of the area whose pictures this person may add to at a door; undefined: none. */
export function areaForMedia(store: Store, me: Me, door: Door | undefined): string | undefined {
  const db = door && areaOfDoor(store, door);
  const area = db === undefined ? undefined : parseDatabaseName(db)?.scope;
  if (area === undefined) return undefined;
  return databasesOf(me.holder).some((right) => right.name === mediaOf(area) && right.write) ? area : undefined;
}
