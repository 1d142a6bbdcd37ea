import { lightResponse } from './light-response.ts';
import type { Luck } from './luck.ts';
import type { Sightings } from './sightings.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a wire does to one request. */
export const troubles = [
  'dropped',
  'answer-lost',
  'late',
  'slow',
  'duplicated',
  'half-answer',
  'portal',
  '401',
  '403',
  '404',
  '413',
  '429',
  '503',
] as const;
export type Trouble = (typeof troubles)[number];

/** Hands a request to a relay, whichever answers; rejects when none does. */
export type Carry = () => Promise<Response>;

/** A tablet gives a request up after this time (ms). */
const givenUpAfter = 45_000;
const statuses: Readonly<Record<string, Record<string, string>>> = {
  '429': { 'retry-after': '20' },
  '503': { 'retry-after': '30' },
};
const portalPage = '<!doctype html><title>Wi-Fi</title><form method="post"></form>';

export const cut = (): TypeError => new TypeError('fetch failed');

export interface Journey {
  readonly time: VirtualTime;
  readonly luck: Luck;
  readonly sightings: Sightings;
  readonly carry: Carry;
}

/** One request under way, with what the weather does to it. */
export async function travel(
  trouble: Trouble | undefined,
  { time, luck, sightings, carry }: Journey,
): Promise<Response> {
  const way = (): Promise<void> => time.wait(luck.between(5, 200));
  await way();
  switch (trouble) {
    case undefined: {
      const response = await carry();
      await way();
      return response;
    }
    case 'dropped':
      sightings.saw('dropped');
      throw cut();
    case 'answer-lost':
      sightings.saw('answer-lost');
      await carry();
      throw cut();
    case 'late':
      // given up long before it arrives, and carried out all the same, perhaps after what was sent since
      sightings.saw('late');
      time.after(givenUpAfter + luck.between(0, 60_000), () => void carry().catch(() => undefined));
      await time.wait(givenUpAfter);
      throw cut();
    case 'slow': {
      await time.wait(luck.between(1_000, givenUpAfter - 1_000));
      return carry();
    }
    case 'duplicated': {
      sightings.saw('duplicated');
      time.after(luck.between(0, 3_000), () => void carry().catch(() => undefined));
      return carry();
    }
    case 'half-answer': {
      sightings.saw('half-answer');
      const response = await carry();
      const text = await response.text();
      return lightResponse(response.status, text.slice(0, Math.floor(text.length / 2)));
    }
    case 'portal':
      sightings.saw('portal');
      return lightResponse(200, portalPage, { 'content-type': 'text/html' });
    default: {
      sightings.saw(`status-${trouble}`);
      const body = luck.hits(0.5) ? '{"error":"trouble"}' : portalPage;
      return lightResponse(Number(trouble), body, statuses[trouble]);
    }
  }
}
