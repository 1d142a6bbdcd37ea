import type { Address } from './documents/place.ts';
import { halfWidth, withDigits } from './numerals.ts';

/** Where a dwelling is, without the organisation unit that answers for it. */
export type Place = Omit<Address, 'buildingId'>;

const tidy = (text: string): string => halfWidth(text).replace(/\s+/g, '').toUpperCase();

/** What a building is called without its word: 12栋, 12幢, 12号楼, 十二座 → 12. A name without a number stays. */
export function buildingNumber(building: string): string {
  const plain = withDigits(tidy(building));
  return /^(\d+[A-Z]?)(栋|幢|座|号楼|号居民楼|号|楼)?$/.exec(plain)?.[1] ?? plain;
}

/** 1单元, 一单元, 1门 → 1, 东单元 → 东; nothing → 0, a building without entrances. */
export function entranceNumber(entrance: string): string {
  const plain = withDigits(tidy(entrance));
  return /^([0-9A-Z]+|[东南西北中])(单元|门栋|门)?$/.exec(plain)?.[1] ?? (plain === '' ? '0' : plain);
}

const floorNumber = (floor: string): string => withDigits(tidy(floor)).replace(/^(.+?)(层|楼|F)$/, '$1');
const roomNumber = (room: string): string => withDigits(tidy(room)).replace(/(室|号房|房)$/, '');
/** Signs that an id may not hold, or that would run two parts together. */
const part = (text: string): string => text.replace(/[-/?#%:]/g, '_');

/**
 * The id of a dwelling: its address, so that two tablets without a signal that add one flat make one document
 * (domain.md §7.1). However a part is written (１２幢, 12栋), the id is the same.
 */
export function dwellingId(community: string, place: Place): string {
  const parts = [
    tidy(place.estate).toLowerCase(),
    buildingNumber(place.building),
    entranceNumber(place.entrance),
    // 架空层 keeps its word: it is a name, not a number.
    place.floor === '架空层' ? place.floor : floorNumber(place.floor),
    roomNumber(place.room),
  ];
  return `dwelling:${community}:${parts.map(part).join('-')}`;
}

/** `1-1002`, a door of a building that is named already; `1002` where there are no entrances. */
export function doorLabel({ entrance, room }: Pick<Place, 'entrance' | 'room'>): string {
  const door = entranceNumber(entrance);
  return [...(door === '0' ? [] : [door]), roomNumber(room)].join('-');
}

/** `12-1-1002`; `12-1002` where there are no entrances; a building with a name keeps it. The same in every language. */
export function shortAddress(place: Pick<Place, 'building' | 'entrance' | 'room'>): string {
  const number = buildingNumber(place.building);
  return `${/^[0-9A-Z-]+$/i.test(number) ? number : place.building}-${doorLabel(place)}`;
}

/** 12栋 1单元 1002; a building without entrances leaves them out. */
export function addressLabel({ building, entrance, room }: Pick<Place, 'building' | 'entrance' | 'room'>): string {
  const door = entranceNumber(entrance);
  return [building, ...(door === '0' ? [] : [`${door}单元`]), room].join(' ');
}

/** What somebody typed for a room, in the short form: １２栋１单元1002室, 12 1 1002, 12－1－1002 → 12-1-1002. */
export const roomQuery = (typed: string): string =>
  withDigits(halfWidth(typed).trim().toUpperCase())
    .replace(/(号居民楼|号楼|单元|门栋|[栋幢座门层室])/g, '-')
    .replace(/[\s\-–—_./]+/g, '-')
    .replace(/^-|-$/g, '');
