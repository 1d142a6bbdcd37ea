declare module 'pouchdb' {
  const PouchDB: unknown;
  export default PouchDB;
}

declare module 'pouchdb-adapter-memory' {
  const plugin: unknown;
  export default plugin;
}
