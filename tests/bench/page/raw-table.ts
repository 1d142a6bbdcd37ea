/** A bare IndexedDB table: what a save costs before anything of the app is added. */
export interface RawTable {
  /** Puts all in one transaction and waits for the disk, as the app's saves do. @returns ms */
  put(documents: readonly object[]): Promise<number>;
  close(): void;
}

const name = 'bench-raw';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('a request that failed'));
    };
  });

export async function rawTable(): Promise<RawTable> {
  await settled(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('documents', { keyPath: '_id' });
  const db = await settled(opening);
  return {
    put: (documents) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const transaction = db.transaction('documents', 'readwrite', {
          durability: 'strict',
        });
        transaction.oncomplete = () => {
          resolve(performance.now() - began);
        };
        transaction.onerror = () => {
          reject(transaction.error ?? new Error('a transaction that failed'));
        };
        for (const document of documents) transaction.objectStore('documents').put(document);
      }),
    close: () => {
      db.close();
      indexedDB.deleteDatabase(name);
    },
  };
}
