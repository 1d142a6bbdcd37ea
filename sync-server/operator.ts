import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { faultsIn, organisationFile, type OrganisationFile } from '../src/domain/organisation/organisation-file.ts';
import { roles, type Grant, type Role } from '../src/domain/rights.ts';
import { devicesOf, revokeDevice } from './auth/device-record.ts';
import type { Config } from './config.ts';
import { openFoundations } from './foundations.ts';
import { accountOf, authDatabase, putAccount, reassigned } from './provisioning/accounts.ts';
import { communitiesOf } from './provisioning/communities.ts';
import { birthOf } from './provisioning/demo-store.ts';
import { loadOrganisation } from './provisioning/organisation.ts';
import { hashPassword } from './provisioning/password.ts';
import { provision } from './provisioning/provision.ts';
import { startFaults, stopped, type Started } from './start-fault.ts';
import { StorageUnavailable, type Storage } from './storage/port.ts';

/** What an operator's command leans on. */
export interface OperatorParts {
  readonly config: Config;
  readonly clock: () => number;
  readonly askPassword: () => Promise<string>;
}

/** Lines to be said at the end. */
type Said = Started<readonly string[]>;
type Command = (storage: Storage, given: Given, parts: OperatorParts) => Promise<Said>;

interface Given {
  readonly names: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
}

const shortestPassword = 8;

const usage = [
  'account <用户名 / user> --name <姓名> --community <key> --role <role> --areas a1,a2 [--unit id] [--buildings id,id]',
  '        新建账号，或改密码；密码从标准输入读 / makes an account or changes its password, which is read from standard input',
  'assign  <user> [--role <role> --areas a1,a2 …]   改授权，原有的到此为止 / other grants from now on; none: they left',
  'organisation <community> <file.json>            按文件建立或更新组织架构和岗位 / organisation and posts as a file says',
  'devices <user>                                   列出设备 / lists devices',
  'revoke  <user> <device>                          停用丢失的设备 / a device is lost',
  'restored [database …]                            从备份恢复之后 / after a restore from a backup',
];

const commands: Readonly<Record<string, Command>> = {
  account,
  assign,
  organisation,
  devices,
  revoke,
  restored,
};

/**
 * Carries out one command of whoever runs the relay. With the embedded store the relay must be stopped: one process holds
 * the folder. Nothing secret is ever an argument.
 */
export async function operate(words: readonly string[], parts: OperatorParts): Promise<Said> {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const given = command && read(rest);
  if (!command || !given) return name === 'help' ? { ok: true, value: usage } : misunderstood();
  const opened = await openFoundations(parts.config, parts.clock);
  if (!opened.ok) return opened;
  const foundations = opened.value;
  try {
    return await command(foundations.storage, given, parts);
  } catch (fault) {
    if (fault instanceof StorageUnavailable) return startFaults.couchUnreachable();
    throw fault;
  } finally {
    await foundations.close();
  }
}

const misunderstood = (): Started<never> =>
  stopped('不认识这条命令，见 npm run relay -- help', 'Not a command; see npm run relay -- help');

function read(words: readonly string[]): Given | undefined {
  const option = { type: 'string' } as const;
  const options = { name: option, community: option, role: option, areas: option, unit: option, buildings: option };
  try {
    const { positionals, values } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { names: positionals, options: values };
  } catch {
    return undefined;
  }
}

const listed = (text: string | undefined): string[] => (text ?? '').split(',').filter((item) => item !== '');

/** The one grant that the options name; undefined: none, or not a grant. */
function grantIn({ options }: Given): Grant | undefined {
  const role = roles.find((known): known is Role => known === options['role']);
  const [areas, buildings] = [listed(options['areas']), listed(options['buildings'])];
  const unitId = options['unit'] ?? buildings[0] ?? `orgUnit:${areas[0] ?? options['community'] ?? ''}`;
  return role && { role, unitId, areas, ...(buildings.length > 0 && { buildings }) };
}

async function account(storage: Storage, given: Given, { clock, askPassword }: OperatorParts): Promise<Said> {
  const [username, ...more] = given.names;
  const { community: asked, name } = given.options;
  const grant = grantIn(given);
  if (username === undefined || more.length > 0 || !/^[a-z][a-z0-9-]{0,40}$/.test(username)) return misunderstood();
  const birth = await birthOf(storage);
  if (birth === 'demo' || birth === 'half-demo')
    return stopped(
      '演示库只有演示账号：请换一个 DATA_DIR',
      'A demo store keeps its demo accounts: use another DATA_DIR',
    );
  const known = birth === 'none' ? undefined : await accountOf(storage, username);
  const community = asked ?? known?.community;
  if (community === undefined || (!known && !grant) || !/^[a-z][a-z0-9-]{0,40}$/.test(community))
    return stopped('新账号要有 --community 和 --role', 'A new account needs --community and --role');
  if ((grant?.areas ?? []).some((area) => !/^[a-z0-9][a-z0-9-]{0,40}$/.test(area))) return misunderstood();
  const password = await askPassword();
  if (password.length < shortestPassword || password.length > 256)
    return stopped(`密码至少 ${shortestPassword} 个字`, `A password has at least ${shortestPassword} characters`);
  const areas = grant?.areas ?? [];
  await provision(storage, { communities: [{ key: community, areas }], users: [username] });
  const passwordHash = await hashPassword(password);
  const base = known ?? { username, name: name ?? username, community, grants: [], sealed: [], pinned: [] };
  const now = new Date(clock()).toISOString();
  const next = { ...base, passwordHash, ...(name !== undefined && { name }) };
  await putAccount(storage, grant ? reassigned(next, [grant], now) : next);
  return { ok: true, value: [`${known ? '已更改账号 / account changed' : '已建账号 / account made'}: ${username}`] };
}

async function assign(storage: Storage, given: Given, { clock }: OperatorParts): Promise<Said> {
  const [username = ''] = given.names;
  const known = await provisioned(storage, () => accountOf(storage, username));
  if (!known) return unknown(username);
  const grant = grantIn(given);
  if (given.options['role'] !== undefined && !grant) return misunderstood();
  const grants = grant ? [grant] : [];
  await provision(storage, { communities: [{ key: known.community, areas: grant?.areas ?? [] }], users: [] });
  await putAccount(storage, reassigned(known, grants, new Date(clock()).toISOString()));
  return { ok: true, value: [`已改授权 / grants changed: ${username}`] };
}

async function organisation(storage: Storage, { names }: Given, { clock }: OperatorParts): Promise<Said> {
  const [community, path] = names;
  if (community === undefined || path === undefined || !/^[a-z][a-z0-9-]{0,40}$/.test(community))
    return misunderstood();
  const birth = await birthOf(storage);
  if (birth === 'demo' || birth === 'half-demo')
    return stopped(
      '演示库的组织不能改：请换一个 DATA_DIR',
      'A demo store keeps its organisation: use another DATA_DIR',
    );
  const read = await readOrganisation(path);
  if (!read.ok) return read;
  const written = await loadOrganisation(storage, community, read.value, clock());
  const lines = [...written].map(([type, count]) => `${type}: ${count}`);
  return { ok: true, value: lines.length > 0 ? lines : ['没有变化 / nothing changed'] };
}

async function readOrganisation(path: string): Promise<Started<OrganisationFile>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return stopped(`读不到文件 ${path}`, `Cannot read ${path}`);
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), organisationFile), text);
  if (!read.success) {
    const places = read.issues.map((issue) => v.getDotPath(issue) ?? 'JSON').slice(0, 10);
    return stopped(`文件不合格式：${places.join('、')}`, `Not an organisation: ${places.join(', ')}`);
  }
  const faults = faultsIn(read.output).map(({ fault, id }) => `${fault} ${id}`);
  return faults.length > 0
    ? stopped(`没有导入，先改这些：${faults.join('、')}`, `Nothing was taken; mend first: ${faults.join(', ')}`)
    : { ok: true, value: read.output };
}

async function devices(storage: Storage, { names: [username = ''] }: Given): Promise<Said> {
  const found = await provisioned(storage, () => devicesOf(storage, username));
  const lines = (found ?? []).map(({ id, name, lastSeen, revokedAt }) =>
    [id, name, new Date(lastSeen).toISOString(), revokedAt === undefined ? '' : '已停用 / revoked'].join('   ').trim(),
  );
  return lines.length > 0 ? { ok: true, value: lines } : unknown(username);
}

async function revoke(storage: Storage, { names }: Given, { clock }: OperatorParts): Promise<Said> {
  const [username, device] = names;
  if (username === undefined || device === undefined) return misunderstood();
  const known = await provisioned(storage, () => revokeDevice(storage, username, device, clock()));
  return known ? { ok: true, value: [`已停用 / revoked: ${username} ${device}`] } : unknown(`${username} ${device}`);
}

/** Every device compares what it has with what is there, and sends again what is missing. */
async function restored(storage: Storage, { names }: Given): Promise<Said> {
  const there = await storage.listDatabases();
  const missing = names.find((name) => !there.includes(name));
  if (missing !== undefined) return unknown(missing);
  const chosen = names.length > 0 ? names : there;
  // what the backup did not hold, and who may read it
  const communities = (await provisioned(storage, () => communitiesOf(storage))) ?? [];
  if (communities.length > 0) await provision(storage, { communities, users: [] });
  for (const name of chosen) await storage.raiseEpoch(name);
  return { ok: true, value: [`各平板会逐条核对 / devices will compare: ${chosen.length}`] };
}

const unknown = (name: string): Started<never> => stopped(`没有找到：${name}`, `Not found: ${name}`);

/** In a store where nothing was made yet nobody and nothing is known. */
const provisioned = async <T>(storage: Storage, ask: () => Promise<T>): Promise<T | undefined> =>
  (await storage.information(authDatabase)) ? ask() : undefined;
