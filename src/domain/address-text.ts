import { entranceNumber, type Place } from './address.ts';
import { halfWidth, withDigits } from './numerals.ts';

const numeral = '[0-9〇零一二两三四五六七八九十百]+';
/** 205栋, 十二号楼, A座, 21号居民楼; 200号小区 and 200号院 are names of estates, 3号房 is a room. */
const buildingWord = new RegExp(
  `(?:${numeral}[A-Z]?|[A-Z]\\d{0,2}|[东南西北中])(?:栋|幢|座|号居民楼|号楼|楼(?!层|梯)|号(?!小区|院|大院|楼|居民楼|房|室|门|单元))`,
);
const entranceWord = new RegExp(`^(${numeral}|[A-Z]|[东南西北中])(?:单元|门栋|门)`);
const floorWord = new RegExp(`^((?:B|负|地下)?${numeral}[A-Z]?|顶|架空|跃|夹)(层|楼|F)`);
const between = /^[\s\-–—_./,，、]+/;

/** The floor that a room's number tells: 1203 → 12, 301A → 3, B1-02 → B1, 601/701 → 6; empty when it tells none. */
export function floorOfRoom(room: string): string {
  const plain = withDigits(halfWidth(room).replace(/\s+/g, '').toUpperCase());
  const below = /^(B\d)(?:-|\d{2})/.exec(plain);
  if (below) return below[1] ?? '';
  return /^(\d{1,2})\d{2}[A-Z]?(?![0-9])/.exec(plain)?.[1] ?? '';
}

const unmarked = (text: string): string => text.replace(between, '').trim();
const bareRoom = (text: string): string => unmarked(text).replace(/(室|号房|房)$/, '');

interface Below {
  readonly entrance: string;
  readonly floor: string;
  readonly room: string;
}

/** What stands behind the building: 2单元12层1203室, -2-1203, B1-02, 跃层 601/701. */
function below(text: string): Below {
  let rest = unmarked(text);
  let entrance = '0';
  const named = entranceWord.exec(rest);
  if (named) {
    entrance = entranceNumber(named[0]);
    rest = unmarked(rest.slice(named[0].length));
  } else {
    const dashed = /^([0-9]{1,2}|[A-Z])\s*[-–—_/\s]\s*(?=\S)/.exec(rest);
    if (dashed && !/^B\d/.test(rest)) {
      entrance = dashed[1] ?? '0';
      rest = unmarked(rest.slice(dashed[0].length));
    }
  }
  const high = floorWord.exec(rest);
  if (high) rest = unmarked(rest.slice(high[0].length));
  const room = bareRoom(rest);
  // 架空层, 跃层 keep their word: they are names; 12层 is a number
  const said = high ? (/^[顶架跃夹]/.test(high[0]) ? high[0] : withDigits(high[1] ?? '')) : '';
  return { entrance, floor: said === '' ? floorOfRoom(room) : said, room };
}

/**
 * Reads an address as people write it: 景兰苑205栋, 怡和苑北区504栋2单元1203, 幸乐一村21号居民楼, 504-2-1203, １２幢二单元1203室. What it does
 * not say is empty; an entrance that is not said is `0`. Of an estate without a building (西街200号小区 301) the estate is the
 * building.
 */
export function readAddress(typed: string): Place {
  const text = halfWidth(typed).trim().toUpperCase();
  const word = buildingWord.exec(text);
  if (word) {
    const building = word[0].replace(/\s+/g, '');
    const estate = text.slice(0, word.index).replace(/[\s\-–—_./,，、]+$/, '');
    return { estate: estate.trim(), building, ...below(text.slice(word.index + word[0].length)) };
  }
  const [name = ''] = /^.*(?:小区|大院|院|苑|园|村|里|府|庭|湾|城|区)(?=[\s\-0-9]|$)|^[^0-9\s-]+/.exec(text) ?? [];
  const rest = unmarked(text.slice(name.length));
  const parts = rest.split(/\s*[-–—_]\s*|\s+/).filter((part) => part !== '');
  const dashed = parts.length >= 2 && parts.length <= 4 && /^\d+[A-Z]?$/.test(parts[0] ?? '') && !/^B\d/.test(rest);
  if (dashed) return { estate: name, building: parts[0] ?? '', ...below(parts.slice(1).join('-')) };
  const own = name.replace(/小区$/, '');
  return { estate: name, building: /号$/.test(own) ? own : '', ...below(rest) };
}

/** 景兰苑12栋1单元12层1203: the whole address in one line, so that `readAddress` finds the same door. */
export function addressText({ estate, building, entrance, floor, room }: Place): string {
  const door = entranceNumber(entrance);
  const named = estate.replace(/小区$/, '') === building;
  const high = floor === '' || floor === floorOfRoom(room) ? '' : /^[0-9A-Z]+$/.test(floor) ? `${floor}层` : floor;
  const parts = [
    `${estate}${named ? '' : /^\d+[A-Z]?$|^[A-Z]\d{0,2}$/.test(building) ? `${building}栋` : building}`,
    ...(door === '0' ? [] : [/^([0-9A-Z]+|[东南西北中])$/.test(door) ? `${door}单元` : door]),
    ...(high === '' ? [] : [high]),
    ...(room === '' ? [] : [room]),
  ];
  return parts.join(' ');
}
