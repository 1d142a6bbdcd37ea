import { addressLabel, shortAddress } from '../../domain/address.ts';
import { daysBetween, dayOf, type Day } from '../../domain/day.ts';
import type { Door } from '../../domain/door.ts';
import { familyLabel } from '../../domain/names.ts';
import { instantAt } from '../../platform/clock.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

const familyOf = (door: Door, language: Words['language']): string =>
  door.householdId === undefined ? '' : familyLabel(door.familyName)[language];

/** `12-1-1002 王家`: all that a list may show of a door (T1). */
export const placeOf = (door: Door, { language }: Words): string =>
  `${shortAddress(door.address)} ${familyOf(door, language)}`.trim();

/** The same as a title: 12栋 1单元 1002 王家. */
export const titleOf = (door: Door, words: Words): string =>
  words.language === 'en'
    ? placeOf(door, words)
    : `${addressLabel(door.address)} ${familyOf(door, words.language)}`.trim();

/** 今天 08:12, 昨天 17:40, 3月9日 08:12. */
export function whenOf(instant: string, today: Day, { days }: Words): string {
  // the relay may write another offset: the day and the hour shown are those of this place
  const local = instantAt(Date.parse(instant));
  const ago = daysBetween(dayOf(local), today);
  const day = ago === 0 ? days.today : ago === 1 ? days.yesterday : days.day(local);
  return `${day} ${days.time(local)}`;
}

/** Bytes as people read them. */
export function roomOf(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes >= 1000 ? `${(megabytes / 1000).toFixed(1)} GB` : `${Math.floor(megabytes)} MB`;
}
