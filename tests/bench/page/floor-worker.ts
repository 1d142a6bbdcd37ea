import { readSnapshotHead, readSnapshotLine } from '../../../src/domain/snapshot.ts';
import { AccountDatabase } from '../../../src/store/database.ts';
import { rowKey, type DocumentRow } from '../../../src/store/rows.ts';

declare const self: {
  addEventListener(type: 'message', heard: (event: MessageEvent<FloorAsked>) => void): void;
  postMessage(count: number): void;
};

export interface FloorAsked {
  readonly user: string;
  readonly token: string;
  readonly databases: readonly string[];
}

/** Parses the snapshots and puts their rows, a part at a time and the next one asked for meanwhile; nothing else. */
async function load({ user, token, databases }: FloorAsked): Promise<number> {
  const db = new AccountDatabase(user, 'relaxed');
  await db.open();
  const ask = async (name: string, part: number): Promise<string[]> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`/db/${name}/_snapshot?part=${String(part)}`, { headers, cache: 'no-store' });
    return (await response.text()).split('\n');
  };
  let count = 0;
  for (const name of databases) {
    let asked = ask(name, 0);
    for (let part = 0, parts = 1; part < parts; part += 1) {
      const [first = '', ...lines] = await asked;
      parts = readSnapshotHead(first)?.parts ?? 0;
      if (part + 1 < parts) asked = ask(name, part + 1);
      const rows = lines.slice(0, -1).map((line): DocumentRow => {
        const { rev, leaves, text } = readSnapshotLine(line);
        const { _id, type } = leaves[0] as { _id: string; type: string };
        return { key: rowKey(name, _id), type, turn: count, rev, body: text ?? JSON.stringify(leaves[0]) };
      });
      await db.documents.bulkPut(rows);
      count += rows.length;
    }
  }
  db.close();
  return count;
}

self.addEventListener('message', ({ data }) => {
  void load(data).then((count) => {
    self.postMessage(count);
  });
});
