import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { startFaults, type Started } from './start-fault.ts';

/** Longer addresses of sockets do not fit everywhere (104 bytes on macOS). */
const longestAddress = 100;

/**
 * Makes sure that the folder can be written and that this relay alone uses it; resolves to the way to give it back.
 * The claim is a socket, so a kill of the process ends it: a file with a process id would outlive it.
 */
export async function claimDataFolder(folder: string): Promise<Started<() => Promise<void>>> {
  if (!(await isWritable(folder))) return startFaults.folderNotWritable(folder);
  const address = addressIn(folder);
  if (Buffer.byteLength(address) > longestAddress) return { ok: true, value: () => Promise.resolve() };
  const claim = (await listen(address)) ?? ((await answers(address)) ? undefined : await listenAnew(address));
  if (!claim) return startFaults.folderInUse(folder);
  return { ok: true, value: () => new Promise((resolve) => claim.close(() => resolve())) };
}

function addressIn(folder: string): string {
  if (process.platform !== 'win32') return join(folder, 'relay.sock');
  return `\\\\.\\pipe\\baibu-${createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 32)}`;
}

/** `undefined`: somebody is there, or was when the process was killed. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(address, () => resolve(server.unref()));
  });
}

async function listenAnew(address: string): Promise<Server | undefined> {
  await rm(address, { force: true });
  return listen(address);
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function isWritable(folder: string): Promise<boolean> {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    return true;
  } catch {
    return false;
  }
}
