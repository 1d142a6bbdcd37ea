import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Zip, ZipDeflate } from 'fflate';
import { columns, type ColumnKey } from '../../src/domain/sheet/columns.ts';
import { checkCharacter } from '../../src/domain/id-number.ts';

const keys: readonly ColumnKey[] = [
  ...(['areaName', 'estate', 'building', 'entrance', 'room', 'useStatus', 'headName', 'name', 'idNumber'] as const),
  ...(['sex', 'phone', 'relation', 'residentKind'] as const),
];
/** households of one building, residents of one household (domain.md §8b: 40,000 and 180,000 of 712 buildings) */
const homesInBuilding = 56;
const peopleInFour = 18;
export const buildingsOfAnArea = 7;
export const areaOfBuilding = (building: number): number => Math.floor(building / buildingsOfAnArea);

/** How many rows, buildings and areas a sheet of so many households has. */
export function sheetSize(households: number): { rows: number; buildings: number; areas: number } {
  const buildings = Math.ceil(households / homesInBuilding);
  const areas = Math.ceil(buildings / buildingsOfAnArea);
  return { rows: households + (households * peopleInFour) / 4, buildings, areas };
}

const surnames = '王李张刘陈杨赵黄周吴';
const given = '明芳秀英伟敏静丽强磊洋艳勇军杰娟涛超霞平';

/** One row for each household, then one for each of its people: as a community hands its lists in. */
function* rowsOf(households: number): Generator<string[]> {
  const place = (home: number): string[] => {
    const building = Math.floor(home / homesInBuilding);
    const flat = home % homesInBuilding;
    const room = `${Math.floor(flat / 4) + 1}0${(flat % 4) + 1}`;
    return [`${areaOfBuilding(building) + 1}片区`, '景兰苑', `${building + 1}栋`, '1', room];
  };
  const head = (home: number): string =>
    `${surnames[home % 10] ?? ''}${given[Math.floor(home / 10) % 20] ?? ''}${given[Math.floor(home / 200) % 20] ?? ''}`;
  const blank = ['', '', '', '', '', ''];
  for (let home = 0; home < households; home += 1)
    yield [...place(home), home % 7 === 0 ? '租赁' : '自住', head(home), ...blank];
  let person = 0;
  for (let home = 0; home < households; home += 1) {
    const people = home % 2 === 0 ? 4 : 5;
    for (let one = 0; one < people; one += 1, person += 1) {
      const digits = `999999${1930 + (person % 90)}0${(person % 9) + 1}${String((Math.floor(person / 90) % 28) + 1).padStart(2, '0')}`;
      const order = String(Math.floor(person / 2520) % 1000).padStart(3, '0');
      const number = person % 20 === 0 ? '' : `${digits}${order}${checkCharacter(`${digits}${order}`)}`;
      const name = one === 0 ? head(home) : `${head(home)[0] ?? ''}小${given[one] ?? ''}`;
      const sex = number === '' ? '' : Number(order[2]) % 2 === 1 ? '男' : '女';
      const phone = `199${String(person).padStart(8, '0')}`;
      yield [...place(home), '', head(home), name, number, sex, phone, one === 0 ? '户主' : '其他', '常住'];
    }
  }
}

const escaped = (text: string): string => text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';

/** Writes the list of a community as Excel would keep it: every text once, cells that point at it. */
export async function writeCommunitySheet(path: string, households: number): Promise<void> {
  const file = createWriteStream(path);
  const zip = new Zip((fault, data) => {
    if (fault) throw fault;
    file.write(data);
  });
  const encoder = new TextEncoder();
  const entry = (name: string): ((text: string, last?: boolean) => void) => {
    const deflate = new ZipDeflate(name, { level: 6 });
    zip.add(deflate);
    return (text, last = false) => deflate.push(encoder.encode(text), last);
  };
  entry('[Content_Types].xml')(`<Types xmlns="${packaged}/content-types"/>`, true);
  entry('_rels/.rels')(`<Relationships xmlns="${packaged}/relationships"/>`, true);
  entry('xl/workbook.xml')(
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    true,
  );
  const texts = new Map<string, number>();
  const cell = (text: string, column: number, row: number): string => {
    if (text === '') return '';
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return `<c r="${String.fromCharCode(65 + column)}${row}" s="1" t="s"><v>${known}</v></c>`;
  };
  const sheet = entry('xl/worksheets/sheet1.xml');
  sheet(`<worksheet xmlns="${main}"><sheetData>`);
  let written = 0;
  let pending = '';
  const put = (cells: readonly string[]): void => {
    written += 1;
    const row = written;
    pending += `<row r="${row}">${cells.map((text, column) => cell(text, column, row)).join('')}</row>`;
    if (pending.length < 100_000) return;
    sheet(pending);
    pending = '';
  };
  put(keys.map((key) => columns[key].name.zh));
  for (const cells of rowsOf(households)) put(cells);
  sheet(`${pending}</sheetData></worksheet>`, true);
  const shared = entry('xl/sharedStrings.xml');
  shared(`<sst xmlns="${main}">`);
  let some = '';
  for (const text of texts.keys()) {
    some += `<si><t>${escaped(text)}</t></si>`;
    if (some.length < 100_000) continue;
    shared(some);
    some = '';
  }
  shared(`${some}</sst>`, true);
  zip.end();
  file.end();
  await once(file, 'finish');
}
