import { withBenchPage } from './bench-page.ts';
import { sender } from './field-workers.ts';
import { median, spread, type Figure } from './figure.ts';
import { withFront } from './front.ts';
import type {} from './page/bench-page.ts';
import { password } from './seed.ts';

const visits = 12;

/** A day's envelopes through the app's outbox round, against a stock push of the same documents. */
export async function sendDay(relayPort: number, days: number): Promise<Figure> {
  const told = await withFront(relayPort, (port) =>
    withBenchPage(port, (page) =>
      page.evaluate(([who, count, envelopes]) => window.bench.sendDays(who, count, envelopes), [
        { user: sender.user, password },
        days,
        visits,
      ] as const),
    ),
  );
  const wrong = told.documents.find((count) => count !== visits * 5);
  if (wrong !== undefined) throw new Error(`a day of ${String(wrong)} documents`);
  const { app, stock } = told;
  return {
    name: 'send-day',
    value: median(app),
    unit: 'ms',
    ratio: median(stock) / median(app),
    target: { leastRatio: 3 },
    details: [
      `app, ms: ${spread(app)}; ${String(visits)} envelopes, from the outbox to the verdicts kept, through the relay's door`,
      `stock PouchDB.replicate of the same ${String(visits * 5)} documents from idb, ms: ${spread(stock)}`,
      'stock pushes into a bare PouchDB on LevelDB: it has no rights, no checks, no ledger and no derived documents to do',
      'ratio = stock / app; same page, in turns, every day with new databases for stock; the first day of both left out',
    ],
  };
}
