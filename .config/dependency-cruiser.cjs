/**
 * The doors of the house (docs: architecture, "Rooms and doors"). Each room names the rooms it may enter; whatever is
 * not named is a wall.
 */
const rooms = {
  domain: [],
  ui: [],
  words: [],
  platform: ['domain'],
  store: ['domain', 'platform'],
  sync: ['domain', 'platform', 'store'],
  features: ['domain', 'platform', 'store', 'ui', 'words', 'features', 'sync'],
  app: ['domain', 'platform', 'store', 'sync', 'words', 'ui', 'features'],
};

const relayRooms = {
  http: ['auth', 'gate', 'imports', 'provisioning', 'storage'],
  auth: ['provisioning', 'storage'],
  gate: ['provisioning', 'storage'],
  provisioning: ['storage'],
  followers: ['gate', 'storage'],
  imports: ['gate', 'storage'],
  moves: ['gate', 'provisioning', 'storage'],
  storage: [],
};

/** A library may be touched by its landlord only; everybody else asks the landlord. */
const landlords = [
  { library: 'dexie', path: '(^|/)node_modules/dexie/', home: '^src/store/' },
  { library: 'pouchdb', path: '(^|/)node_modules/(@types/)?pouchdb', home: '^src/sync/|^sync-server/storage/embedded' },
  { library: 'nano', path: '(^|/)node_modules/nano/', home: '^sync-server/storage/' },
  { library: 'fastify', path: '(^|/)node_modules/(@fastify/|fastify/)', home: '^sync-server/http/' },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, open]) => ({
      name: `door-of-${room}`,
      severity: 'error',
      comment: `src/${room} may enter ${open.join(', ') || 'no other room'}.`,
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: ['^src/' + `(${[room, ...open].join('|')})/`] },
    })),
    {
      name: 'no-feature-enters-another',
      severity: 'error',
      comment: 'What two features share belongs to the domain, the store or the furniture.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'only-sync-status-knows-the-network',
      severity: 'error',
      comment: 'No feature waits for the network; one shows how it stands.',
      from: { path: '^src/features/', pathNot: '^src/features/sync-status/' },
      to: { path: '^src/sync/' },
    },
    {
      name: 'nobody-enters-the-composition-root',
      severity: 'error',
      comment: 'main.ts builds and joins; nothing leans on it.',
      from: { path: '^(src|sync-server)/' },
      to: { path: '^(src|sync-server)/main\\.ts$' },
    },
    {
      name: 'app-and-relay-meet-in-the-domain',
      severity: 'error',
      comment: 'The relay shares the domain with the app, nothing else.',
      from: { path: '^sync-server/' },
      to: { path: '^src/', pathNot: '^src/domain/' },
    },
    {
      name: 'app-never-enters-the-relay',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sync-server|tests|\\.config)/' },
    },
    {
      name: 'relay-never-enters-tests',
      severity: 'error',
      from: { path: '^sync-server/' },
      to: { path: '^(tests|\\.config)/' },
    },
    ...Object.entries(relayRooms).map(([room, open]) => ({
      name: `door-of-relay-${room}`,
      severity: 'error',
      comment: `sync-server/${room} may enter ${open.join(', ') || 'no other room'}.`,
      from: { path: `^sync-server/${room}/` },
      to: { path: '^sync-server/[^/]+/', pathNot: [`^sync-server/(${[room, ...open].join('|')})/`] },
    })),
    ...landlords.map(({ library, path, home }) => ({
      name: `landlord-of-${library}`,
      severity: 'error',
      comment: `Only ${home} touches ${library}.`,
      from: { path: '^(src|sync-server)/', pathNot: home },
      to: { path },
    })),
    {
      name: 'quiet-domain',
      severity: 'error',
      comment: 'The domain leans on valibot only: no Node, no other package.',
      from: { path: '^src/domain/' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: ['^src/', '(^|/)node_modules/valibot/'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'relay-runs-without-build-tools',
      severity: 'error',
      comment: 'What the relay imports at run time is a dependency, not a devDependency.',
      from: { path: '^sync-server/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['browser', 'import', 'types', 'default'] },
  },
};
