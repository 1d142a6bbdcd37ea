import { bodyOf } from '../../src/domain/canonical.ts';
import type { OrgUnit } from '../../src/domain/documents/organisation.ts';
import { changeOf } from '../../src/domain/register.ts';
import { startMoves, type Moves, type MovesSettings } from '../../sync-server/moves/moves.ts';
import { settlingTime, type Storage } from '../../sync-server/storage/port.ts';
import {
  aConsent,
  aDwelling,
  aHousehold,
  aMatter,
  anIdentity,
  anOrgUnit,
  aNote,
  aPlacement,
  aResident,
  aReview,
  aStamp,
  aVisit,
  aVisitRound,
  building12,
  building13,
  someAnswers,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import type { MovableClock } from './door.ts';

/** The day on which building 12 goes from area a1 to area a2. */
export const movingDay = '2026-11-24';
export const midnight = Date.parse('2026-11-23T16:00:00Z');

const aUnit = (_id: string, fields: Readonly<Record<string, unknown>>): OrgUnit =>
  changeOf<OrgUnit>({ ...anOrgUnit(), _id }, fields, aStamp());

/** Two areas; buildings 12 and 13 in the first. */
const units = [
  aUnit('orgUnit:c1', { level: 'community', name: '社区', order: 1 }),
  ...['a1', 'a2', 'a3'].map((key, order) =>
    aUnit(`orgUnit:${key}`, { level: 'area', name: key, key, order, parentId: 'orgUnit:c1' }),
  ),
  ...[building12, building13].map((id, order) =>
    aUnit(id, { level: 'building', name: `${String(order + 12)}栋`, order, parentId: 'orgUnit:a1' }),
  ),
];

/** That building 12 belongs beneath an area from a day on. */
export const placed = (areaKey: string, from = movingDay) =>
  aPlacement({ _id: `placement:12-${areaKey}-${from}`, unitId: building12, parentId: `orgUnit:${areaKey}`, from });

export const flat1301 = aDwelling({
  _id: 'dwelling:a1-13-0-101',
  values: {
    address: { buildingId: building13, estate: '莲心苑', building: '13栋', entrance: '0', floor: '1', room: '101' },
  },
});
export const roundOfBoth = aVisitRound({ buildings: [building12, building13] });
const { buildingId: _, ...nowhere } = aNote({ _id: anId('note', 9) });
export const noteOfTheArea = nowhere;

export const ofBuilding12 = {
  area: [
    aDwelling(),
    aHousehold(),
    aResident(),
    aVisit(),
    aNote(),
    aMatter({ visitId: anId('visit'), dwellingId: aVisit().dwellingId }),
    aReview(),
  ],
  care: [someAnswers(), anIdentity(), aConsent()],
};
/** A visit at the other building, and what belongs to no building. */
export const staying = [flat1301, noteOfTheArea, aVisit({ _id: anId('visit', 13), dwellingId: flat1301._id })];

/** The organisation, and everything that lies in area a1 before the day. */
export async function layOut(storage: Storage, ...placements: readonly object[]): Promise<void> {
  const write = async (db: string, docs: readonly object[]): Promise<void> => {
    const results = await storage.write(
      db,
      docs.map((doc) => ({ ...doc }) as never),
    );
    if (results.some(({ error }) => error)) throw new Error('not laid out');
  };
  await write('ref-c1', [...units, ...placements]);
  await write('area-a1', [...ofBuilding12.area, ...staying, roundOfBoth]);
  await write('care-a1', ofBuilding12.care);
}

/** Moves without timers of their own. */
export const openMoves = (storage: Storage, clock: MovableClock, more: Partial<MovesSettings> = {}): Moves =>
  startMoves({
    storage,
    clock: () => clock.now,
    every: () => () => undefined,
    after: () => () => undefined,
    onFault: (_database, fault) => {
      throw fault;
    },
    ...more,
  });

/** Tends until every move is done, with as much time in between as a cluster wants. */
export async function moveAll(storage: Storage, clock: MovableClock, moves = openMoves(storage, clock)): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    await moves.tend();
    const known = await storage.range('ledger', 'move:', 'move:\uffff');
    if (known.length > 0 && known.every((move) => move['step'] === 'done')) {
      await moves.stop();
      return;
    }
    clock.now += settlingTime + 1;
  }
  await moves.stop();
  throw new Error('a move does not end');
}

/** Bodies of everything live in some databases, by database and id. */
export async function bodiesIn(storage: Storage, ...databases: readonly string[]): Promise<Record<string, unknown>> {
  const bodies: Record<string, unknown> = {};
  for (const db of databases)
    for (const doc of await storage.range(db, '', '\uffff')) bodies[`${db} ${doc._id}`] = bodyOf(doc);
  return bodies;
}

export const idsIn = async (storage: Storage, db: string): Promise<string[]> =>
  (await storage.range(db, '', '\uffff')).map(({ _id }) => _id);
