import type { Charge } from '../../../src/domain/documents/place.ts';
import { ulidAt, type Chance } from './chance.ts';
import type { Home } from './homes.ts';
import { demoHead, memberSeats } from './organisation.ts';

/** Which party member looks after which household: shared out over a building; a few households have nobody, as in life. */
export function chargesOf(homes: readonly Home[], at: string, chance: Chance): Charge[] {
  const turns = new Map<string, number>();
  return homes.flatMap(({ building, dwellingId, households }) =>
    households.flatMap((household): Charge[] => {
      const turn = turns.get(building.id) ?? 0;
      turns.set(building.id, turn + 1);
      const id = `charge:${ulidAt(Date.parse(at), chance)}`;
      if (chance.share(0.01)) return [];
      const seat = memberSeats[turn % memberSeats.length] ?? memberSeats[0];
      return [
        {
          ...demoHead('charge', id, at),
          householdId: household.id,
          dwellingId,
          unitId: building.id,
          seat,
          from: at.slice(0, 10),
        },
      ];
    }),
  );
}
