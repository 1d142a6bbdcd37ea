import { floorOfRoom, readAddress } from '../address-text.ts';
import type { Place } from '../address.ts';
import type { Day } from '../day.ts';
import type { Dwelling, Household, Identity, Resident } from '../documents/place.ts';
import { halfWidth, withDigits } from '../numerals.ts';
import { readAmount, readDay, readNumber, readTelephone, readWord, readYear, readYesNo } from './cells.ts';
import { Reader, type Cells } from './reader.ts';
import type { RowFault } from './row-fault.ts';
import {
  dwellingKindWords,
  householdKindWords,
  paperWords,
  relationWords,
  residentKindWords,
  sexWords,
  useWords,
} from './words-of-cells.ts';

/** The values of fields as a sheet says them; what it does not say is absent. */
type Said<T extends { readonly fields: object }> = {
  readonly [K in keyof T['fields']]?: NonNullable<T['fields'][K]> extends { readonly v: infer V } ? V : never;
};

export interface Leaving {
  readonly change: 'movedOut' | 'died';
  readonly on: Day;
}

/** One row that can come in: a door, who lives there as a family, and a person, as far as they are said. */
export interface RegisterRow {
  readonly place: Place;
  readonly areaName?: string;
  readonly dwelling: Said<Dwelling>;
  readonly household: Said<Household>;
  readonly headName?: string;
  readonly person?: Said<Resident> & { readonly name: string };
  readonly paper?: Said<Identity>['paper'];
  readonly leaving?: Leaving;
}

export type RowReading =
  { readonly ok: true; readonly row: RegisterRow } | { readonly ok: false; readonly faults: readonly RowFault[] };

const floorWord = (floor: string): string =>
  withDigits(halfWidth(floor).trim()).replace(/^(B?\d+[A-Z]?)(层|楼|F)$/i, '$1');

function placeIn(reader: Reader): Place {
  const written = reader.line('address');
  const whole = written === undefined ? undefined : readAddress(written);
  const building = reader.line('building') ?? whole?.building ?? '';
  const room = (reader.line('room') ?? whole?.room ?? '').replace(/(室|号房|房)$/, '');
  const floor = reader.line('floor') ?? '';
  const place = {
    estate: reader.line('estate') ?? whole?.estate ?? '',
    building: /^\d+[A-Za-z]?$/.test(building) ? `${building}栋` : building,
    entrance: reader.line('entrance') ?? whole?.entrance ?? '0',
    floor: floor === '' ? (whole?.floor ?? '') || floorOfRoom(room) : floorWord(floor),
    room,
  };
  if (building === '' || room === '') {
    if (whole) reader.fault('address', 'address-unread');
    else reader.fault(building === '' ? 'building' : 'room', 'missing');
  }
  return place;
}

function leavingIn(reader: Reader, asOf: Day): Leaving | undefined {
  const said = { movedOut: reader.take('movedOut', readYesNo), died: reader.take('died', readYesNo) };
  const days = { movedOut: reader.take('movedOutOn', readDay), died: reader.take('diedOn', readDay) };
  for (const change of ['movedOut', 'died'] as const) {
    const on = days[change];
    if (on !== undefined && on > asOf) reader.fault(`${change}On`, 'future');
  }
  // whoever has a day has left, unless the sheet says the opposite; without a day it was by the day of the sheet
  const has = (change: 'movedOut' | 'died'): boolean => said[change] ?? days[change] !== undefined;
  if (has('died')) return { change: 'died', on: days.died ?? asOf };
  return has('movedOut') ? { change: 'movedOut', on: days.movedOut ?? asOf } : undefined;
}

function personIn(reader: Reader): Pick<RegisterRow, 'person' | 'paper'> {
  const name = reader.line('name');
  const kind = reader.take('paperKind', (cell) => readWord(cell, paperWords)) ?? 'idCard';
  const number = reader.take('idNumber', (cell) => readNumber(cell, kind === 'idCard'));
  const born = reader.take('birth', readYear);
  const sex = reader.take('sex', (cell) => readWord(cell, sexWords));
  const phone = reader.take('phone', readTelephone);
  const contact = reader.line('emergencyName');
  const contactPhone = reader.take('emergencyPhone', readTelephone);
  const bornByNumber = number?.birthday === undefined ? undefined : Number(number.birthday.slice(0, 4));
  if (born !== undefined && bornByNumber !== undefined && born !== bornByNumber) reader.fault('birth', 'birth-differs');
  if ((sex === 1 || sex === 2) && number?.male !== undefined && (sex === 1) !== number.male)
    reader.fault('sex', 'sex-differs');
  if (contact !== undefined && contactPhone === undefined) reader.fault('emergencyPhone', 'missing');
  const person = {
    sex: sex ?? (number?.male === undefined ? undefined : number.male ? (1 as const) : (2 as const)),
    birthYear: born ?? bornByNumber,
    phone: phone === undefined ? undefined : { number: phone },
    relationToHead: reader.take('relation', (cell) => readWord(cell, relationWords)),
    kind: reader.take('residentKind', (cell) => readWord(cell, residentKindWords)),
    residenceMismatch: reader.take('mismatch', readYesNo),
    emergencyContact:
      contact === undefined || contactPhone === undefined ? undefined : { name: contact, phone: contactPhone },
    talent: reader.line('talent'),
  };
  if (name === undefined) {
    if (number !== undefined || phone !== undefined) reader.fault('name', 'missing');
    return {};
  }
  return {
    person: { name, ...said(person) },
    ...(number && { paper: { kind: number.old ? 'old' : kind, number: number.number } }),
  };
}

/** Only what is said: an empty cell takes nothing away. */
const said = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/**
 * Reads one row; all that is wrong with it, or what it says.
 * @param asOf the day of the sheet: nobody can have left later
 */
export function readRow(cells: Cells, asOf: Day): RowReading {
  const reader = new Reader(cells);
  const place = placeIn(reader);
  const areaName = reader.line('areaName');
  const dwelling = said({
    useStatus: reader.take('useStatus', (cell) => readWord(cell, useWords)),
    areaM2: reader.take('areaM2', (cell) => readAmount(cell, 1, 10_000, false)),
    kind: reader.take('dwellingKind', (cell) => readWord(cell, dwellingKindWords)),
  });
  const headName = reader.line('headName');
  const household = said({
    kind: reader.take('householdKind', (cell) => readWord(cell, householdKindWords)),
    size: reader.take('size', (cell) => readAmount(cell, 0, 100, true)),
    movedInOn: reader.take('movedInOn', readDay),
    doorNote: reader.line('doorNote'),
  });
  const somebody = personIn(reader);
  const leaving = leavingIn(reader, asOf);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const row = { place, dwelling, household, ...somebody, ...said({ areaName, headName, leaving }) };
  return { ok: true, row };
}
