import { buildingNumber, entranceNumber, roomQuery, shortAddress } from '../address.ts';
import { readAddress } from '../address-text.ts';
import type { Address } from '../documents/place.ts';
import { plain } from './spelling.ts';

/** An address made ready for comparing. */
export interface SearchedPlace {
  readonly address: string;
  readonly room: string;
  readonly estate: string;
  readonly building: string;
  readonly entrance: string;
}

export function searchedPlace(address: Address): SearchedPlace {
  return {
    address: roomQuery(shortAddress(address)),
    room: roomQuery(address.room),
    estate: plain(address.estate),
    building: buildingNumber(address.building),
    entrance: entranceNumber(address.entrance),
  };
}

/** What somebody typed, read as a place: 504-2-1203, 504栋2单元1203, 怡和苑北区504栋, 2单元1203室, 1203. */
export interface TypedPlace {
  readonly text: string;
  readonly room: string;
  readonly said?: Omit<SearchedPlace, 'address'>;
}

export function typedPlace(typed: string): TypedPlace {
  const room = roomQuery(typed);
  // an estate, or an entrance without its building, is more than the short form tells
  const long = /\p{Script=Han}/u.test(typed) && /\d|[一二三四五六七八九十]/.test(typed);
  const entrance = /^\s*(.{1,2}(?:单元|门栋|门))/.exec(typed)?.[1];
  if (!long) return { text: plain(typed), room };
  if (entrance !== undefined) {
    const rest = roomQuery(typed.slice(typed.indexOf(entrance) + entrance.length));
    const said = { estate: '', building: '', entrance: entranceNumber(entrance), room: rest };
    return { text: plain(typed), room, said };
  }
  const place = readAddress(typed);
  return {
    text: plain(typed),
    room,
    said: {
      estate: plain(place.estate),
      building: buildingNumber(place.building),
      entrance: entranceNumber(place.entrance),
      room: roomQuery(place.room),
    },
  };
}

const fewestSignsOfEstate = 2;

/** How a place answers; smaller is better. */
export function placeMatch(place: SearchedPlace, typed: TypedPlace): number | undefined {
  const { room, said, text } = typed;
  if (place.address === room || place.room === room) return 0;
  if (/\d/.test(room) && (place.address.startsWith(room) || place.room.startsWith(room))) return 5;
  if (said) {
    if (said.building === '' && said.room === '' && said.entrance === '0') return undefined;
    const parts = [said.building, said.entrance === '0' ? '' : said.entrance, said.room].filter((part) => part !== '');
    const fits =
      (said.estate === '' || place.estate.includes(said.estate) || said.estate.includes(place.estate)) &&
      (said.building === ''
        ? (said.entrance === '0' || said.entrance === place.entrance) && place.room.startsWith(said.room)
        : said.building === place.building && place.address.startsWith(parts.join('-')));
    return fits ? (place.room === said.room ? 0 : 5) : undefined;
  }
  return text.length >= fewestSignsOfEstate && !/^[a-z0-9]+$/.test(text) && place.estate.startsWith(text)
    ? 7
    : undefined;
}
