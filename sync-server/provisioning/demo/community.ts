import type { AnyDocument } from '../../../src/domain/document.ts';
import { areaOf, careOf, refOf } from '../../../src/domain/database-name.ts';
import { chanceOf } from './chance.ts';
import { chargesOf } from './charges.ts';
import { historyOf } from './history.ts';
import { homesOf } from './homes.ts';
import { demoMembers } from './members.ts';
import { areaByKey, community, organisation } from './organisation.ts';
import { plansOf } from './plans.ts';
import { reference } from './reference.ts';
import { servicesOf } from './services.ts';
import { staff } from './staff.ts';

export interface DemoDatabase {
  readonly name: string;
  readonly documents: readonly AnyDocument[];
}

/** The demo's areas with homes, who works there, who reviews. */
const settled = [
  { key: 'yx03', worker: 'grid1', secretary: 'area1' },
  { key: 'yx02', worker: 'grid2', secretary: 'garden1' },
] as const;

/**
 * The demo community, database by database: the same documents for the same `now`.
 * Two areas of about 400 households and 1,800 residents with a year of history (about 7,100 documents each); the rest of
 * the garden as organisation only.
 * @param now ms since the epoch; the history ends there
 */
export function* demoCommunity(now: number): Generator<DemoDatabase> {
  const founded = `${new Date(now - 400 * 86_400_000).toISOString().slice(0, 10)}T08:00:00+08:00`;
  yield { name: refOf(community), documents: [...organisation(founded), ...reference(founded), ...staff(founded)] };
  for (const [index, { key, worker, secretary }] of settled.entries()) {
    const chance = chanceOf(1000 + index);
    const homes = homesOf(areaByKey(key), founded, chance);
    const history = historyOf(homes.homes, { worker, secretary }, now, chance);
    const charges = chargesOf(homes.homes, founded, chanceOf(3000 + index));
    const members = demoMembers(founded, chanceOf(5000 + index), index);
    yield { name: areaOf(key), documents: [...homes.area, ...charges, ...members, ...history.area] };
    const plans = plansOf(homes.homes, now, chanceOf(4000 + index));
    const services = index === 0 ? servicesOf(homes.homes, secretary, founded, chanceOf(6000)) : [];
    yield { name: careOf(key), documents: [...homes.care, ...history.care, ...plans, ...services] };
  }
}
