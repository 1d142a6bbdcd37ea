/** Why a start stops, in one line of each language. A value, not a bug: no stack is shown. */
export interface StartFault {
  readonly zh: string;
  readonly en: string;
}

export type Started<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: StartFault };

export const stopped = (zh: string, en: string): { readonly ok: false; readonly fault: StartFault } => ({
  ok: false,
  fault: { zh, en },
});

/** Every way in which a start can stop beyond a bad value of the environment. */
export const startFaults = {
  portTaken: (port: number) =>
    stopped(
      `端口 ${port} 已被占用：请关掉占用它的程序，或把 PORT 设为别的端口。`,
      `Port ${port} is taken: stop what uses it, or set PORT to another.`,
    ),
  hostUnusable: (host: string) =>
    stopped(
      `不能在 HOST=${host} 上监听：这台机器没有这个地址。`,
      `Cannot listen on HOST=${host}: this machine has no such address.`,
    ),
  portForbidden: (port: number) =>
    stopped(
      `没有权限监听端口 ${port}：请把 PORT 设为 1024 以上。`,
      `Not allowed to listen on port ${port}: set PORT above 1024.`,
    ),
  folderNotWritable: (folder: string) =>
    stopped(
      `数据目录不能写入：${folder}。请检查权限，或把 DATA_DIR 设为别的目录。`,
      `The data folder is not writable: ${folder}. Check its rights, or set DATA_DIR to another.`,
    ),
  folderInUse: (folder: string) =>
    stopped(
      `数据目录 ${folder} 正被另一个百步中继使用，或已经损坏。`,
      `The data folder ${folder} is used by another relay, or is damaged.`,
    ),
  couchUnreachable: () =>
    stopped(
      '连不上 CouchDB：请检查 COUCHDB_URL 以及 CouchDB 是否在运行。',
      'CouchDB is not reachable: check COUCHDB_URL and that CouchDB is running.',
    ),
  secretMissing: (file: string) =>
    stopped(
      `读不到密钥文件 SECRET_FILE：${file || '（未设置）'}。使用 CouchDB 时必须提供。`,
      `SECRET_FILE cannot be read: ${file || '(not set)'}. It is required with COUCHDB_URL.`,
    ),
  secretWeak: (file: string) =>
    stopped(
      `密钥文件太短：${file} 须含至少 32 个随机字节的 base64url。`,
      `The secret is too short: ${file} must hold at least 32 random bytes as base64url.`,
    ),
  secretOpen: (file: string) =>
    stopped(`密钥文件别人也能读：请执行 chmod 600 ${file}。`, `Others can read the secret: run chmod 600 ${file}.`),
  demoInPublic: (host: string) =>
    stopped(
      `演示账号的密码是公开的，不能在 HOST=${host} 上开放：请把 HOST 设回 127.0.0.1；正式使用请设 DEMO=off 和新的 DATA_DIR。`,
      `Demo accounts have a public password and must not be served on HOST=${host}: set HOST back to 127.0.0.1, or for real use DEMO=off and a new DATA_DIR.`,
    ),
  demoInRealStore: () =>
    stopped(
      '库里已有正式数据，不能再放入演示数据：请设 DEMO=off，或换一个 DATA_DIR。',
      'The store holds real data and takes no demo data: set DEMO=off, or another DATA_DIR.',
    ),
} as const;
