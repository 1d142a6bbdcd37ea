import { areaOf, ledgerDatabase } from '../../src/domain/database-name.ts';
import type { Relocation } from '../../src/domain/documents/organisation.ts';
import { ofType } from '../storage/of-type.ts';
import { StorageUnavailable, type Storage } from '../storage/port.ts';

/** What is left to do: copies are made, then both areas are told, then what was copied goes. */
export type MoveStep = 'copying' | 'clearing' | 'done';

/** A building on its way from one area's databases to another's: ids only, shared by all relays. */
export interface Move {
  readonly buildingId: string;
  /** database keys of the areas */
  readonly from: string;
  readonly to: string;
  readonly placementId: string;
  readonly turn: number;
  readonly community: string;
  /** ISO 8601 */
  readonly begunAt: string;
  readonly step: MoveStep;
}

const plain = (buildingId: string): string => buildingId.slice('orgUnit:'.length);
const moveId = ({ buildingId, turn }: Pick<Move, 'buildingId' | 'turn'>): string =>
  `move:${plain(buildingId)}:${String(turn)}`;

/** Every move there ever was, the earlier ones of a building before the later ones. */
export async function movesIn(storage: Storage): Promise<Move[]> {
  const moves = (await ofType(storage, ledgerDatabase, 'move')).map((doc): Move => {
    const { buildingId, from, to, placementId, turn, community, begunAt, step } = doc as unknown as Move;
    return { buildingId, from, to, placementId, turn, community, begunAt, step };
  });
  return moves.sort((a, b) => a.turn - b.turn);
}

/** Writes down how far a move is; another relay that is as far or further is right as well. */
export async function recordMove(storage: Storage, move: Move): Promise<void> {
  const stored = await storage.get(ledgerDatabase, moveId(move));
  const before = stored && (stored as unknown as Move).step;
  if (before === move.step || before === 'done' || (before === 'clearing' && move.step === 'copying')) return;
  const draft = { ...move, _id: moveId(move), type: 'move', ...(stored && { _rev: stored._rev }) };
  const [written] = await storage.write(ledgerDatabase, [draft]);
  if (!written || (written.error !== undefined && written.error !== 'conflict')) throw new StorageUnavailable();
}

/** What both areas are told; the same bytes from every relay. */
export const relocationOf = (move: Move): Relocation => ({
  _id: `relocation:${plain(move.buildingId)}-${String(move.turn)}`,
  type: 'relocation',
  schema: 1,
  by: 'relay',
  deviceId: 'relay',
  at: move.begunAt,
  buildingId: move.buildingId,
  from: move.from,
  to: move.to,
  placementId: move.placementId,
  turn: move.turn,
});

/** Tells an area that the building has moved. @returns whether it was not told yet */
export async function tell(storage: Storage, area: string, move: Move): Promise<boolean> {
  const relocation = relocationOf(move);
  if (await storage.get(areaOf(area), relocation._id)) return false;
  const [written] = await storage.write(areaOf(area), [{ ...relocation }]);
  if (!written || (written.error !== undefined && written.error !== 'conflict')) throw new StorageUnavailable();
  return true;
}
