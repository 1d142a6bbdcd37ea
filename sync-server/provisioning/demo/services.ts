import type { ServiceAssignment } from '../../../src/domain/documents/service.ts';
import { ulidAt, type Chance } from './chance.ts';
import type { Home } from './homes.ts';
import { demoProvider } from './nearby.ts';
import { demoHead } from './organisation.ts';

const notes = ['每月一次，陪聊、量血压', '每月一次，帮忙打扫', '每月一次，教用手机'] as const;
/** How many households of an area the provider of the demo serves. */
const served = 20;

/** Households that an organisation serves every month, as the area's secretary said. */
export function servicesOf(homes: readonly Home[], secretary: string, at: string, chance: Chance): ServiceAssignment[] {
  const lived = homes.filter(({ households }) => households.length > 0).filter((_, place) => place % 11 === 5);
  return lived.slice(0, served).flatMap(({ dwellingId, households: [household] }): ServiceAssignment[] => {
    if (!household) return [];
    const id = `serviceAssignment:${ulidAt(Date.parse(at), chance)}`;
    const note = chance.pick(notes);
    const head = { ...demoHead('serviceAssignment', id, at), by: secretary };
    return [{ ...head, partnerId: demoProvider, dwellingId, householdId: household.id, note }];
  });
}
