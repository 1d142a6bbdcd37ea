import type { Day } from '../day.ts';
import type { MemberRegistration } from '../documents/member.ts';
import { readDay, readTelephone, readYesNo } from './cells.ts';
import { plainName } from './matching.ts';
import { Reader, type Cells } from './reader.ts';
import type { RowFault } from './row-fault.ts';

type Values = {
  readonly [K in keyof MemberRegistration['fields']]?: NonNullable<MemberRegistration['fields'][K]>['v'];
};

/** One row of 党员社区报到 that can come in; where somebody lives may be left out. */
export interface MemberRow {
  readonly values: Values & { readonly name: string };
  readonly areaName?: string;
  readonly place?: { readonly estate: string; readonly building: string };
}
export type MemberReading =
  { readonly ok: true; readonly row: MemberRow } | { readonly ok: false; readonly faults: readonly RowFault[] };

/**
 * Reads one row of the list of members; all that is wrong with it, or what it says. An empty cell takes nothing away.
 * @param asOf the day of the sheet: nobody can have checked in later
 */
export function readMember(cells: Cells, asOf: Day): MemberReading {
  const reader = new Reader(cells);
  const name = reader.line('name');
  if (name === undefined) reader.fault('name', 'missing');
  const registeredOn = reader.take('registeredOn', readDay);
  if (registeredOn !== undefined && registeredOn > asOf) reader.fault('registeredOn', 'future');
  const values = {
    phone: reader.take('phone', readTelephone),
    organisation: reader.line('organisation'),
    room: reader.line('room'),
    offers: reader.line('offers'),
    registeredOn,
    ended: reader.take('ended', readYesNo),
  };
  const [areaName, estate, building] = [reader.line('areaName'), reader.line('estate'), reader.line('building')];
  if (name === undefined || reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
  return {
    ok: true,
    row: {
      values: { ...said, name },
      ...(areaName !== undefined && { areaName }),
      ...(building !== undefined && { place: { estate: estate ?? '', building } }),
    },
  };
}

/** Somebody on the list, as far as another row may mean the same. */
export interface KnownMember {
  readonly name: string;
  readonly phone?: string | undefined;
  readonly organisation?: string | undefined;
}

/** Whether two entries are of one member: one name, and the telephones, else the organisations, do not differ. */
export function sameMember(a: KnownMember, b: KnownMember): boolean {
  if (plainName(a.name) !== plainName(b.name)) return false;
  if (a.phone !== undefined && b.phone !== undefined) return a.phone === b.phone;
  return a.organisation === undefined || b.organisation === undefined || a.organisation === b.organisation;
}
