import { expect, it } from 'vitest';
import { fate } from './live-through.ts';
import type { Plan } from './plan.ts';

const { liveThrough } = await fate();

/** Worlds that went wrong once, each under the name of what was wrong. */
const scars: Readonly<Record<string, Plan>> = {
  'what was handed over stayed on the tablet of an author who had got their right back': {
    ...{ seed: 1326107651, tablets: [0, 2], fresh: true, relays: 1, storage: 'cluster', trouble: 0.1 },
    gaps: [1000, 9000, 90000],
    steps: [
      { kind: 'does', tablet: 1, deed: 'note', holdMs: 0 },
      { kind: 'forget-sequences' },
      { kind: 'kill', tablet: 2, afterTurns: 12, deed: 'newHousehold' },
      { kind: 'rights', user: 'grid3', end: true },
      { kind: 'does', tablet: 3, deed: 'household', holdMs: 0 },
      { kind: 'does', tablet: 2, deed: 'visit', holdMs: 8000 },
      { kind: 'rights', user: 'grid3', end: false },
    ],
  },
  'a restore took the change of a tablet that was in another world': {
    ...{ seed: 1091427378, tablets: [0, 3], fresh: false, relays: 2, storage: 'cluster', trouble: 0 },
    gaps: [1000, 9000, 20],
    steps: [
      { kind: 'does', tablet: 0, deed: 'household', holdMs: 0 },
      { kind: 'restore' },
      { kind: 'race', household: 0 },
      { kind: 'kill', tablet: 3, afterTurns: 33, deed: 'matter' },
      { kind: 'does', tablet: 2, deed: 'withdrawal', holdMs: 0 },
      { kind: 'retries', tablet: 0 },
      { kind: 'does', tablet: 3, deed: 'matter', holdMs: 8000 },
      { kind: 'restore' },
    ],
  },
  'work that its node had lost was called too large, by a proxy, and stayed with those who had read it': {
    ...{ seed: 1356796763, tablets: [0, 3], fresh: false, relays: 1, storage: 'cluster', trouble: 0.1 },
    gaps: [150, 90000, 150],
    steps: [
      { kind: 'nodes', forMs: 40000, lost: true },
      { kind: 'does', tablet: 1, deed: 'matter', holdMs: 0 },
      { kind: 'does', tablet: 4, deed: 'note', holdMs: 0 },
      { kind: 'forget-sequences' },
      { kind: 'backup' },
    ],
  },
  'work that a restore had taken away was called too large, by a proxy, when it was sent again': {
    ...{ seed: 1558161219, tablets: [1, 2], fresh: true, relays: 2, storage: 'embedded', trouble: 0.3 },
    gaps: [150, 20, 90000],
    steps: [
      { kind: 'does', tablet: 1, deed: 'foreign', holdMs: 8000 },
      { kind: 'kill-relay', relay: 0, atWrite: 6, carriedOut: false },
      { kind: 'clock', tablet: 4, skew: 31536000000, deed: 'visit' },
      { kind: 'restore' },
      { kind: 'does', tablet: 3, deed: 'withdrawal', holdMs: 8000 },
      { kind: 'kill', tablet: 3, afterTurns: 4, deed: 'foreign' },
      { kind: 'does', tablet: 0, deed: 'withdrawal', holdMs: 0 },
    ],
  },
  'work that a dead node had lost was handed over, while others had read it where it was': {
    ...{ seed: 1486368249, tablets: [0, 2, 4], fresh: false, relays: 1, storage: 'cluster', trouble: 0.1 },
    gaps: [20, 1000, 1000],
    steps: [
      { kind: 'nodes', forMs: 3000, lost: true },
      { kind: 'does', tablet: 3, deed: 'matter', holdMs: 0 },
      { kind: 'kill', tablet: 3, afterTurns: 32 },
      { kind: 'kill', tablet: 1, afterTurns: 31 },
      { kind: 'rights', user: 'grid1', end: true },
      { kind: 'does', tablet: 3, deed: 'household', holdMs: 8000 },
      { kind: 'does', tablet: 4, deed: 'review', holdMs: 0 },
      { kind: 'does', tablet: 3, deed: 'review', holdMs: 0 },
    ],
  },
  'a receipt was left of what the ledger forgot with a node': {
    ...{ seed: 526446161, tablets: [1, 2], fresh: true, relays: 2, storage: 'cluster', trouble: 0.1 },
    gaps: [9000, 1000, 90000],
    steps: [
      { kind: 'nodes', forMs: 40000, lost: true },
      { kind: 'retries', tablet: 1 },
      { kind: 'does', tablet: 2, deed: 'newHousehold', holdMs: 0 },
      { kind: 'does', tablet: 2, deed: 'foreign', holdMs: 0 },
      { kind: 'nodes', forMs: 40000, lost: true },
      { kind: 'does', tablet: 2, deed: 'foreign', holdMs: 0 },
    ],
  },
  'a register lost the fields of others when its envelope was answered twice': {
    ...{ seed: 2147483639, tablets: [1, 2], fresh: true, relays: 1, storage: 'cluster', trouble: 0 },
    gaps: [1000, 150, 1000],
    steps: [
      { kind: 'kill-relay', relay: 0, atWrite: 2, carriedOut: false },
      { kind: 'does', tablet: 0, deed: 'withdrawal', holdMs: 0 },
      { kind: 'clock', tablet: 1, skew: 31536000000 },
      { kind: 'does', tablet: 2, deed: 'visit', holdMs: 0 },
      { kind: 'does', tablet: 1, deed: 'matter', holdMs: 0 },
      { kind: 'kill-relay', relay: 0, atWrite: 2, carriedOut: false },
    ],
  },
  'a copy stayed on the tablet of somebody who had lost every right': {
    ...{ seed: 2147483642, tablets: [0, 1], fresh: false, relays: 1, storage: 'cluster', trouble: 0.1 },
    gaps: [0, 9000, 150],
    steps: [
      { kind: 'kill-relay', relay: 1, atWrite: 7, carriedOut: false },
      { kind: 'does', tablet: 0, deed: 'withdrawal', holdMs: 8000 },
      { kind: 'does', tablet: 2, deed: 'matter', holdMs: 8000 },
      { kind: 'rights', user: 'grid1', end: true },
    ],
  },
  'a change that was delivered a moment before a restore was not sent again': {
    ...{ seed: 1, tablets: [0, 1], fresh: false, relays: 1, storage: 'cluster', trouble: 0 },
    gaps: [9000, 150, 150],
    steps: [
      { kind: 'does', tablet: 1, deed: 'household', holdMs: 0 },
      { kind: 'does', tablet: 1, deed: 'review', holdMs: 0 },
      { kind: 'does', tablet: 1, deed: 'household', holdMs: 0 },
      { kind: 'restore' },
      { kind: 'kill', tablet: 1, afterTurns: 23 },
    ],
  },
  'the ledger called safe what a restore had taken away': {
    ...{ seed: 2147483618, tablets: [0, 1, 2, 3, 4], fresh: true, relays: 2, storage: 'cluster', trouble: 0.1 },
    gaps: [1000, 20, 9000],
    steps: [
      { kind: 'kill-relay', relay: 0, atWrite: 4, carriedOut: true },
      { kind: 'kill-relay', relay: 1, atWrite: 8, carriedOut: true },
      { kind: 'kill-relay', relay: 1, atWrite: 6, carriedOut: false },
      { kind: 'kill', tablet: 2, afterTurns: 31, deed: 'note' },
      { kind: 'kill', tablet: 0, afterTurns: 35, deed: 'visit' },
      { kind: 'restore' },
      { kind: 'does', tablet: 2, deed: 'matter', holdMs: 0 },
      { kind: 'restore' },
    ],
  },
  'what came back while a database was compared was taken for deleted': {
    ...{ seed: 339807565, tablets: [0, 2], fresh: true, relays: 2, storage: 'cluster', trouble: 0 },
    gaps: [90000, 0, 9000],
    steps: [
      { kind: 'does', tablet: 1, deed: 'matter', holdMs: 0 },
      { kind: 'race', household: 0 },
      { kind: 'network', tablet: 1, there: false },
      { kind: 'storage', answers: true },
      { kind: 'does', tablet: 0, deed: 'foreign', holdMs: 8000 },
      { kind: 'does', tablet: 3, deed: 'review', holdMs: 0 },
      { kind: 'restore' },
      { kind: 'does', tablet: 0, deed: 'withdrawal', holdMs: 8000 },
    ],
  },
  'a comparison that was cut had taken in what hid its loss': {
    ...{ seed: 157834387, tablets: [0, 1, 2], fresh: false, relays: 1, storage: 'cluster', trouble: 0.3 },
    gaps: [1000, 90000, 9000],
    steps: [
      { kind: 'asks', tablet: 0 },
      { kind: 'does', tablet: 0, deed: 'visit', holdMs: 0 },
      { kind: 'restore' },
      { kind: 'does', tablet: 2, deed: 'visit', holdMs: 0 },
      { kind: 'kill', tablet: 3, afterTurns: 24, deed: 'household' },
      { kind: 'nodes', forMs: 3000, lost: false },
      { kind: 'does', tablet: 2, deed: 'review', holdMs: 0 },
    ],
  },
  'a clock a year ahead threw away the proof of what a restore took': {
    ...{ seed: 1532210544, tablets: [0, 1], fresh: false, relays: 1, storage: 'cluster', trouble: 0.3 },
    gaps: [150, 90000, 90000],
    steps: [
      { kind: 'nodes', forMs: 3000, lost: false },
      { kind: 'clock', tablet: 3, skew: -2592000000, deed: 'household' },
      { kind: 'restore' },
      { kind: 'clock', tablet: 3, skew: 31536000000, deed: 'review' },
      { kind: 'race', household: 0 },
      { kind: 'storage', answers: false },
      { kind: 'nodes', forMs: 40000, lost: true },
      { kind: 'retries', tablet: 1 },
    ],
  },
};

it.each(Object.entries(scars))('%s', async (_name, plan) => {
  expect((await liveThrough(plan)).count('envelopes')).toBeGreaterThan(0);
});
