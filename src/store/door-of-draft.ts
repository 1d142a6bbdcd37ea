import { doorOfPath } from '../domain/door-path.ts';
import { doorKey, type Door } from '../domain/door.ts';
import { doorsOnTablet } from './due-doors.ts';
import type { Store } from './store.ts';
import { visitDrafts, type VisitDraftBody } from './visit-draft.ts';

type Begun = Pick<VisitDraftBody, 'dwellingId' | 'householdId' | 'place'>;

/** What a draft remembers of its door. */
export const placeOf = ({ address, familyName }: Door): NonNullable<VisitDraftBody['place']> => ({
  address,
  ...(familyName !== undefined && { familyName }),
});

/** The door as it was when the draft was begun; undefined: an older draft remembers none. */
export const doorBegun = ({ dwellingId, householdId, place }: Begun): Door | undefined =>
  place && {
    ...{ dwellingId, buildingId: place.address.buildingId, ...place },
    ...(householdId !== undefined && { householdId }),
  };

/**
 * The door of a draft: as this tablet knows it, else as it was begun, where its building went to another area since and the
 * door with it. What was written there can be finished still, and the relay knows where it goes.
 */
export function doorOfDraft({ shelf }: Store, draft: Begun): Door | undefined {
  const known = doorsOnTablet(shelf).find((one) => doorKey(one) === doorKey(draft));
  const begun = known ? undefined : doorBegun(draft);
  const went = begun !== undefined && shelf.by('relocation', 'buildingId', begun.buildingId).length > 0;
  return known ?? (went ? begun : undefined);
}

/** The door of a part of an address, also one that went with its building while a draft of it lies here. */
export const doorAtPath = (store: Store, path: string): Door | undefined =>
  doorOfPath(path, doorsOnTablet(store.shelf)) ??
  doorOfPath(
    path,
    visitDrafts(store).flatMap(({ body }) => doorOfDraft(store, body) ?? []),
  );
