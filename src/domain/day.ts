/** A day of the calendar where the doors are: `YYYY-MM-DD`. Compared as text. */
export type Day = string;

const dayMs = 86_400_000;
const minuteMs = 60_000;
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const two = (part: number): string => (part < 10 ? `0${String(part)}` : String(part));
/** Put together by hand: lists ask for thousands of days, and `toISOString` takes four times as long. */
function dayAt(ms: number): Day {
  const date = new Date(ms);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** The local day of an instant. Instants carry the offset of the place, so their first ten characters are its day. */
export const dayOf = (instant: string): Day => instant.slice(0, 10);

export const addDays = (day: Day, days: number): Day => dayAt(midnight(day) + days * dayMs);

/** Days from one day to another; negative when `to` lies before `from`. */
export const daysBetween = (from: Day, to: Day): number => Math.round((midnight(to) - midnight(from)) / dayMs);

/** 1 Monday … 7 Sunday, as ISO 8601 counts. */
export const weekday = (day: Day): number => new Date(midnight(day)).getUTCDay() || 7;

/** Sunday of the week that begins on Monday. */
export const endOfWeek = (day: Day): Day => addDays(day, 7 - weekday(day));

export const laterDay = (a: Day, b: Day): Day => (a >= b ? a : b);

export interface Round {
  /** `2026-H2` */
  readonly key: string;
  readonly from: Day;
  /** last day, included */
  readonly to: Day;
}

/** The round a day belongs to: half a year, because an ordinary household is visited twice a year (domain.md §7.8). */
export function roundOf(day: Day): Round {
  const year = day.slice(0, 4);
  return day.slice(5, 7) <= '06'
    ? { key: `${year}-H1`, from: `${year}-01-01`, to: `${year}-06-30` }
    : { key: `${year}-H2`, from: `${year}-07-01`, to: `${year}-12-31` };
}

/** Monday to Friday. Holidays and working Saturdays (调休) need the yearly calendar, which comes as reference data later. */
export const isWorkingDay = (day: Day): boolean => weekday(day) <= 5;

/** The first working day after a day. */
export function nextWorkingDay(day: Day): Day {
  const next = addDays(day, 1);
  return isWorkingDay(next) ? next : nextWorkingDay(next);
}

const offsetOf = (instant: string): string => /(Z|[+-]\d{2}:\d{2})$/.exec(instant)?.[0] ?? 'Z';

/** Order of two instants in time, whatever their offsets; for sorting, oldest first. */
export function compareInstants(a: string, b: string): number {
  if (a.length === b.length && a.slice(19) === b.slice(19)) return a < b ? -1 : a > b ? 1 : 0;
  return Date.parse(a) - Date.parse(b);
}

/** An instant some minutes later, written with the same offset, so that its first ten characters stay the local day. */
export function addMinutes(instant: string, minutes: number): string {
  const offset = offsetOf(instant);
  const [hours = 0, rest = 0] = offset === 'Z' ? [] : [Number(offset.slice(0, 3)), Number(offset.slice(4))];
  const ahead = hours * 60 + (offset.startsWith('-') ? -rest : rest);
  const local = new Date(Date.parse(instant) + (minutes + ahead) * minuteMs).toISOString();
  return `${local.slice(0, 19)}${offset}`;
}
