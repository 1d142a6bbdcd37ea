import type { Grant } from '../../../src/domain/rights.ts';
import type { SealedKind } from '../../../src/domain/database-name.ts';
import { demoProvider } from './nearby.ts';
import { areas, community } from './organisation.ts';

export interface DemoAccount {
  readonly username: string;
  readonly name: string;
  readonly community: string;
  readonly grants: readonly Grant[];
  readonly sealed: readonly SealedKind[];
  readonly pinned: readonly string[];
}

const top = `orgUnit:${community}`;
const every = areas.map((area) => area.key);
const account = (username: string, name: string, grant: Grant, more: Partial<DemoAccount> = {}): DemoAccount => ({
  username,
  name,
  community,
  grants: [grant],
  sealed: [],
  pinned: [],
  ...more,
});

/** Who can sign in to a demo community, and with which rights. */
export const demoAccounts: readonly DemoAccount[] = [
  account(
    'grid1',
    '周敏',
    { role: 'gridWorker', unitId: `${top}-yx03`, areas: ['yx03'] },
    { sealed: ['reintegration'] },
  ),
  account('grid2', '陆青', { role: 'gridWorker', unitId: `${top}-yx02`, areas: ['yx02'] }),
  account('building1', '许芳', {
    role: 'buildingLeader',
    unitId: `${top}-yx03-b4`,
    areas: ['yx03'],
    buildings: [`${top}-yx03-b4`],
  }),
  account('provider1', '暖心服务社', { role: 'serviceProvider', unitId: demoProvider, areas: ['yx03'] }),
  account('area1', '何桂兰', { role: 'areaSecretary', unitId: `${top}-yx03`, areas: ['yx03'] }),
  account(
    'garden1',
    '沈建国',
    { role: 'gardenSecretary', unitId: `${top}-garden1`, areas: every },
    { pinned: ['yx03'] },
  ),
  account('secretary', '林远', { role: 'communitySecretary', unitId: top, areas: every }, { pinned: ['yx03', 'yx02'] }),
  account('admin', '管理员', { role: 'admin', unitId: top, areas: [] }),
];
