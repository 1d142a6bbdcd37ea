import { smallAreaKey } from './ten-thousand.ts';

interface FieldWorker {
  readonly user: string;
  readonly area: string;
}

const homeAreas = Array.from({ length: 10 }, (_, n) => `home-${String(n)}`);
const pad = (n: number): string => String(n).padStart(2, '0');

/** Two who work in the small area, each with a tablet: what one saves the other sees. */
export const [sender, receiver] = [
  { user: 'field1', area: smallAreaKey },
  { user: 'field2', area: smallAreaKey },
] as const satisfies readonly FieldWorker[];

/** Fifty who come home from ten areas, five from each; and one more, who comes home alone. */
export const homecomers: readonly FieldWorker[] = Array.from({ length: 50 }, (_, n) => ({
  user: `home${pad(n)}`,
  area: homeAreas[n % homeAreas.length] ?? '',
}));
export const loner: FieldWorker = { user: 'home-alone', area: 'home-alone' };

export const fieldWorkers: readonly FieldWorker[] = [sender, receiver, ...homecomers, loner];
export const fieldAreas: readonly string[] = [...homeAreas, loner.area];
