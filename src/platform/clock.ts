/** What time it is. Asked of whoever built the app, never of the machine directly, so that a test can move it. */
export interface Clock {
  /** milliseconds since 1970, as this device believes */
  now(): number;
  /** ISO 8601 with the offset of the place; the first ten characters are the local day */
  instant(): string;
  /** the local day, YYYY-MM-DD */
  today(): string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** ISO 8601 of a moment with milliseconds and the offset of the place where the device is. */
export function instantAt(ms: number): string {
  const at = new Date(ms);
  const offset = -at.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const dayText = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${dayText}T${time}.${String(at.getMilliseconds()).padStart(3, '0')}${zone}`;
}

export const clockOver = (now: () => number): Clock => ({
  now,
  instant: () => instantAt(now()),
  today: () => instantAt(now()).slice(0, 10),
});

/** The device's own clock. */
export const deviceClock: Clock = clockOver(() => Date.now());
