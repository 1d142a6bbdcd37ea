import type { Holder } from '../../src/domain/rights.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aDwelling, aHousehold, anOrgUnit, aPolicy, aResident, monday } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

/** Who carries which tablet; `grid1` has two. */
export const cast = [
  { user: 'grid1', device: 'tablet-1' },
  { user: 'area1', device: 'tablet-area1' },
  { user: 'grid3', device: 'tablet-3' },
  { user: 'grid1', device: 'tablet-1b' },
  { user: 'grid2', device: 'tablet-2' },
] as const;
export type Role = (typeof cast)[number];

/** grid1, grid3 and their secretary in area a1, grid2 in a2. */
export const accounts = (): Map<string, Holder> =>
  new Map(
    [
      aHolder('gridWorker'),
      aHolder('gridWorker', { userId: 'grid3' }),
      aHolder('gridWorker', { userId: 'grid2', areas: ['a2'] }),
      aHolder('areaSecretary'),
    ].map((holder) => [holder.userId, holder]),
  );

export const homeArea = (user: string): string => (user === 'grid2' ? 'a2' : 'a1');
export const households = [anId('household', 1), anId('household', 2)] as const;

const listDocument = {
  _id: 'checklist:routine-v1',
  type: 'checklist',
  schema: 1,
  by: 'admin',
  deviceId: 'console',
  at: monday,
  checklist: { id: 'routine', version: 1, tier: 'T3' },
};

/** What stood there before anybody came: a home in each area, and what everybody may know. */
export async function layDownTown(storage: Storage): Promise<void> {
  await provision(storage, {
    communities: [{ key: 'c1', areas: ['a1', 'a2'] }],
    users: [...accounts().keys()],
  });
  await storage.write('ref-c1', [{ ...anOrgUnit() }, { ...aPolicy() }, listDocument] as never);
  for (const area of ['a1', 'a2']) {
    const homes = [
      aDwelling(),
      ...households.map((_id) => aHousehold({ _id })),
      aResident({ _id: anId('resident', 1) }),
    ];
    await storage.write(
      `area-${area}`,
      homes.map((doc) => ({ ...doc })),
    );
  }
}
