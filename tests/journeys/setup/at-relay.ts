import type { Envelope, EnvelopeAnswer } from '../../../src/domain/envelope.ts';
import type { DatabaseRight } from '../../../src/domain/rights.ts';
import { anId } from '../../builders/ids.ts';
import { demoPassword } from './sign-in.ts';

type Told = Readonly<Record<string, unknown>> & { readonly _id: string; readonly _rev: string };

interface Changes {
  readonly results: readonly { readonly deleted?: boolean; readonly doc: Told }[];
  readonly last_seq: string | number;
}

/** What a person may read at the relay itself, beside every tablet. */
export interface AtRelay {
  readonly databases: readonly DatabaseRight[];
  /** Documents of a database that stand, with a type. */
  documents(database: string, type: string): Promise<Told[]>;
  /** How many documents of a database stand. */
  count(database: string): Promise<number>;
  /** Brings what this person wrote on another device. @param made of the device's head and the replica of its stamps */
  deliver(
    made: (head: { by: string; deviceId: string; at: string }, replica: string) => readonly Envelope['docs'][number][],
  ): Promise<void>;
}

/** Signs in as somebody, without a tablet. */
export async function atRelay(origin: string, user: string): Promise<AtRelay> {
  const device = { id: `reader-${user}`, name: 'reader' };
  const answer = await fetch(`${origin}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: user, password: demoPassword, device }),
  });
  if (!answer.ok) throw new Error(`the relay did not let ${user} in: ${String(answer.status)}`);
  const { token, databases, replica } = (await answer.json()) as {
    token: string;
    databases: DatabaseRight[];
    replica: string;
  };
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${origin}/db/${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
  const standing = async (database: string): Promise<Told[]> => {
    const found: Told[] = [];
    for (let since = '0'; ;) {
      const page = (await read(
        `${database}/_changes?include_docs=true&limit=1000&since=${encodeURIComponent(since)}`,
      )) as Changes;
      for (const { deleted, doc } of page.results)
        if (deleted !== true && !doc._id.startsWith('_design/')) found.push(doc);
      if (page.results.length < 1_000) return found;
      since = String(page.last_seq);
    }
  };
  return {
    databases,
    documents: async (database, type) => (await standing(database)).filter((doc) => doc['type'] === type),
    count: async (database) => (await standing(database)).length,
    async deliver(made) {
      const at = new Date().toISOString();
      const docs = made({ by: user, deviceId: device.id, at }, replica);
      const envelope: Envelope = { _id: anId('envelope', 77), v: 1, device: device.id, seq: 0, savedAt: at, docs };
      const answer = await fetch(`${origin}/db/drop/_bulk_docs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ docs: [envelope] }),
      });
      const [opened] = (await answer.json()) as EnvelopeAnswer[];
      if (!opened || !('verdicts' in opened) || opened.verdicts.some(({ code }) => code !== undefined))
        throw new Error(`the relay did not take it: ${JSON.stringify(opened)}`);
    },
  };
}
