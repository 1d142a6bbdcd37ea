import { buildingNumber, entranceNumber } from './address.ts';
import type { Address } from './documents/place.ts';
import { halfWidth, naturalOrder, withDigits } from './numerals.ts';

const named: Readonly<Record<string, number>> = { 架空层: 0.5, 夹层: 1.5, 底商: 0.75, 顶层: 900, 阁楼: 950, 屋面: 960 };

/** How high a floor lies, from its words alone; undefined when they do not say (跃层, or words we do not know). */
function heightOf(floor: string): number | undefined {
  const plain = halfWidth(floor).replace(/\s+/g, '').toUpperCase();
  const known = named[plain];
  if (known !== undefined) return known;
  const below = /^(?:B|-|负|地下)(\d*)/.exec(withDigits(plain));
  if (below) return -Number(below[1] === '' ? 1 : below[1]);
  const counted = /^(\d+)([A-Z]?)(?![A-Z])/.exec(
    withDigits(plain)
      .replace(/^L(?=\d)/, '')
      .replace(/F$/, ''),
  );
  if (!counted) return undefined;
  // 3A stands where a fourth floor would: between 3 and 5.
  return Number(counted[1]) + (counted[2] ? (counted[2].charCodeAt(0) - 64) / 30 : 0);
}

/** How high a door lies: by its floor, else by its room (跃层 601/701 begins on the sixth), else below everything. */
export function floorHeight({ floor, room }: Pick<Address, 'floor' | 'room'>): number {
  const byFloor = heightOf(floor);
  if (byFloor !== undefined) return byFloor;
  const hundreds = /^(\d+)\d{2}(?!\d)/.exec(halfWidth(room).trim());
  return hundreds ? Number(hundreds[1]) : -1000;
}

/** Top floor first, as one walks down a stairwell; on a floor by room. Nothing else ever orders a stairwell. */
export const topDown = (a: Pick<Address, 'floor' | 'room'>, b: Pick<Address, 'floor' | 'room'>): number =>
  floorHeight(b) - floorHeight(a) || naturalOrder(b.floor, a.floor) || naturalOrder(a.room, b.room);

/** Buildings and entrances as they are counted; a building without entrances is one stairwell, `0`. */
export const byStairwell = (a: Address, b: Address): number =>
  naturalOrder(buildingNumber(a.building), buildingNumber(b.building)) ||
  (a.buildingId < b.buildingId ? -1 : a.buildingId > b.buildingId ? 1 : 0) ||
  naturalOrder(entranceNumber(a.entrance), entranceNumber(b.entrance));

export const walkingOrder = (a: Address, b: Address): number => byStairwell(a, b) || topDown(a, b);

/** One key for each stairwell. */
export const stairwellKey = (address: Pick<Address, 'buildingId' | 'entrance'>): string =>
  `${address.buildingId} ${entranceNumber(address.entrance)}`;

/** How far two buildings lie apart, by their numbers; far when one has none. */
export function buildingDistance(a: string, b: string): number {
  const numbers = [a, b].map((building) => Number.parseInt(buildingNumber(building), 10));
  return numbers.some(Number.isNaN) ? (a === b ? 0 : 10_000) : Math.abs((numbers[0] ?? 0) - (numbers[1] ?? 0));
}
