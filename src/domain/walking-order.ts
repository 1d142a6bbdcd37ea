import { buildingNumber, entranceNumber } from './address.ts';
import type { Address } from './documents/place.ts';
import { groupBy } from './group.ts';
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

/** What orders an address, read from its words once before many are compared. */
interface Placed {
  readonly address: Address;
  readonly building: string;
  readonly entrance: string;
}

const placed = (address: Address): Placed => ({
  address,
  building: buildingNumber(address.building),
  entrance: entranceNumber(address.entrance),
});

/** Buildings and entrances as they are counted; a building without entrances is one stairwell, `0`. */
const byStairwell = ({ address: a, ...one }: Placed, { address: b, ...other }: Placed): number =>
  naturalOrder(one.building, other.building) ||
  (a.buildingId < b.buildingId ? -1 : a.buildingId > b.buildingId ? 1 : 0) ||
  naturalOrder(one.entrance, other.entrance);

export const walkingOrder = (a: Address, b: Address): number => byStairwell(placed(a), placed(b)) || topDown(a, b);

/** One key for each stairwell. */
const stairwellKey = ({ address, entrance }: Placed): string => `${address.buildingId} ${entrance}`;

/** Things at addresses by stairwell, stairwells as they are counted, each from the top floor down. */
export function inStairwells<T>(things: readonly T[], addressOf: (thing: T) => Address): Map<string, T[]> {
  const found = things.map((thing) => {
    const address = addressOf(thing);
    return { thing, at: placed(address), height: floorHeight(address) };
  });
  const stairwells = [...groupBy(found, ({ at }) => stairwellKey(at))].flatMap(([key, group]) => {
    const [first] = group;
    return first ? [{ key, at: first.at, group: [...group] }] : [];
  });
  return new Map(
    stairwells
      .sort((a, b) => byStairwell(a.at, b.at))
      .map(({ key, group }) => [
        key,
        group.sort((a, b) => b.height - a.height || topDown(a.at.address, b.at.address)).map(({ thing }) => thing),
      ]),
  );
}

/** The same, one after the other. */
export const inWalkingOrder = <T>(things: readonly T[], addressOf: (thing: T) => Address): T[] =>
  [...inStairwells(things, addressOf).values()].flat();

/** The number of a building as people count it; undefined where it has a name alone. */
export function countOfBuilding(building: string): number | undefined {
  const count = Number.parseInt(buildingNumber(building), 10);
  return Number.isNaN(count) ? undefined : count;
}
