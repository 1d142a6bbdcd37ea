import { passOn, standBefore } from './stand-before.ts';

/** An answer that somebody gives in the relay's place. */
export interface Trouble {
  /** method and path of the requests it meets, as `POST /db/drop/_bulk_docs` */
  readonly meets: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** how many requests it meets; without it, every one until it is over */
  readonly times?: number;
}

export interface TroubledLine {
  readonly port: number;
  /** Method and path of every request, in order, with the status that it was answered with. */
  readonly asked: readonly string[];
  /** From now on; the first that fits answers. */
  cause(...troubles: readonly Trouble[]): void;
  over(): void;
}

/** A page as captive portals show it, with 200 for whatever is asked. */
export const portal: Trouble = {
  meets: /./,
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>Wi-Fi</title><p>请先登录</p>',
};

/** Stands before the relay, for the running test, and answers in its place when told to; streams pass through it. */
export async function openTroubledLine(relayPort: number): Promise<TroubledLine> {
  const asked: string[] = [];
  let troubles: { trouble: Trouble; left: number }[] = [];
  const { port, server } = await standBefore((question, answer) => {
    const line = `${question.method ?? ''} ${question.url ?? ''}`;
    const met = troubles.find(({ trouble, left }) => left > 0 && trouble.meets.test(line));
    if (met) {
      met.left -= 1;
      const { status, headers = { 'content-type': 'application/json' }, body = '{"error":"x"}' } = met.trouble;
      asked.push(`${line} ${String(status)}`);
      question.resume();
      question.on('end', () => {
        answer.writeHead(status, headers);
        answer.end(body);
      });
      return;
    }
    passOn(question, answer, relayPort, {
      told: (told) => {
        asked.push(`${line} ${String(told.statusCode)}`);
        answer.writeHead(told.statusCode ?? 502, told.headers);
        told.pipe(answer);
      },
    });
  });
  return {
    port,
    asked,
    cause: (...next) => {
      troubles = next.map((trouble) => ({ trouble, left: trouble.times ?? Number.POSITIVE_INFINITY }));
      // a stream that is open already would go on as if nothing had happened
      server.closeAllConnections();
    },
    over: () => {
      troubles = [];
    },
  };
}
