import type { Checklist } from '../domain/checklist/checklist.ts';
import { careOf, ownOf, parseDatabaseName, sealedKinds, sealedOf } from '../domain/database-name.ts';
import type { Door } from '../domain/door.ts';
import type { Me } from '../domain/me.ts';
import { areaOfDoor } from './one-tap.ts';
import type { Store } from './store.ts';

/** Where the parts of a visit lie: a tier is a database, and what a list reveals decides the tier. */
export interface VisitHomes {
  readonly area: string;
  /** answers, consent, proposals: T3, of a T4 list sealed */
  readonly body: string;
  /** matters and notes: as secret as the list that was open when they were said */
  readonly spoken: string;
  readonly own: string;
}

/** Undefined: this door or this list is not this person's. */
export function homesOf(store: Store, me: Me, door: Door, checklist: Checklist): VisitHomes | undefined {
  const area = areaOfDoor(store, door);
  const scope = area === undefined ? undefined : parseDatabaseName(area)?.scope;
  if (area === undefined || scope === undefined) return undefined;
  const own = ownOf(store.user);
  const care = careOf(scope);
  if (checklist.tier !== 'T4') return { area, body: care, spoken: checklist.tier === 'T3' ? care : area, own };
  const kind = sealedKinds.find((one) => one === checklist.id);
  if (kind === undefined) return undefined;
  const sealed = sealedOf(kind, me.holder.community);
  return { area, body: sealed, spoken: sealed, own };
}

/** Lists that a worker may open at a door: those of T4 only with a grant of their kind. */
export const mayOpen = (me: Me, checklist: Checklist): boolean =>
  checklist.mode === 'worker' && (checklist.tier !== 'T4' || me.holder.sealed.some((kind) => kind === checklist.id));
