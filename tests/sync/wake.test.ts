import { expect, it } from 'vitest';
import { done } from '../../src/domain/fault.ts';
import { readWake } from '../../src/sync/wake.ts';

it('hears of what moved, also in pieces, and of a stream that is only alive', async () => {
  const pieces = ['{"moved":["area-a1","ca', 're-a1"]}\n\n', '{"moved":["own-grid1"]}\n{"moved":[]}\n'];
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const heard: (readonly string[])[] = [];
  await readWake({
    origin: 'http://relay.test',
    bearer: { token: () => Promise.resolve(done('token')), refused: () => undefined },
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })),
    answered: () => undefined,
    heard: (databases) => heard.push(databases),
    ending: new AbortController().signal,
  });
  expect(heard).toEqual([['area-a1', 'care-a1'], [], ['own-grid1'], []]);
});
