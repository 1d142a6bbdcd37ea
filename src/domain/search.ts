import { roomQuery, shortAddress } from './address.ts';
import { doorKey, type Door } from './door.ts';
import { halfWidth } from './numerals.ts';
import { walkingOrder } from './walking-order.ts';

/** What a door can be found by, beside its address and family name. */
export interface Findable {
  readonly door: Door;
  readonly names?: readonly string[];
  readonly phones?: readonly string[];
}

interface Entry {
  readonly door: Door;
  readonly address: string;
  readonly room: string;
  readonly names: readonly string[];
  readonly initials: readonly string[];
  readonly phones: readonly string[];
}

/** Held in memory only, made at unlock: it knows names and numbers. */
export type SearchIndex = readonly Entry[];

export type FoundBy = 'room' | 'name' | 'initials' | 'phone';
export interface Found {
  readonly door: Door;
  readonly by: FoundBy;
}

/** Fewer digits of a telephone would show half the building. */
const phoneTail = 4;

/**
 * @param initialsOf pinyin initials of a text, in small letters: 王淑琴 → wsq. It is handed in, because its table is large.
 */
export const searchIndex = (found: readonly Findable[], initialsOf: (text: string) => string): SearchIndex =>
  [...found]
    .sort((a, b) => walkingOrder(a.door.address, b.door.address) || (doorKey(a.door) < doorKey(b.door) ? -1 : 1))
    .map(({ door, names = [], phones = [] }) => {
      const all = [...new Set([...(door.familyName === undefined ? [] : [door.familyName]), ...names])];
      const address = shortAddress(door.address);
      return {
        door,
        address,
        room: address.slice(address.lastIndexOf('-') + 1),
        names: all.map((name) => name.toLowerCase()),
        initials: all.map((name) => initialsOf(name).toLowerCase()),
        phones: phones.map((phone) => phone.replace(/\D/g, '')),
      };
    });

/** How well an entry answers: smaller is better, undefined is not at all. */
function answer(entry: Entry, text: string, room: string): readonly [number, FoundBy] | undefined {
  if (entry.address === room || entry.room === room) return [0, 'room'];
  if (entry.names.includes(text)) return [1, 'name'];
  if (entry.initials.includes(text)) return [2, 'initials'];
  if (entry.names.some((name) => name.startsWith(text))) return [3, 'name'];
  if (/^[a-z]/.test(text) && entry.initials.some((initials) => initials.startsWith(text))) return [4, 'initials'];
  if (/\d/.test(room) && (entry.address.startsWith(room) || entry.room.startsWith(room))) return [5, 'room'];
  if (entry.names.some((name) => name.includes(text))) return [6, 'name'];
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d+$/.test(digits) && digits.length >= phoneTail && entry.phones.some((phone) => phone.endsWith(digits)))
    return [7, 'phone'];
  return undefined;
}

/** Doors that answer to a room (1002, 12-1-1002, 12栋1单元1002), a name, its pinyin initials or the end of a telephone. */
export function searchDoors(index: SearchIndex, typed: string, most = 20): Found[] {
  const text = halfWidth(typed).trim().toLowerCase();
  if (text === '') return [];
  const room = roomQuery(typed);
  return index
    .flatMap((entry) => {
      const found = answer(entry, text, room);
      return found === undefined ? [] : { rank: found[0], door: entry.door, by: found[1] };
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ door, by }) => ({ door, by }));
}
