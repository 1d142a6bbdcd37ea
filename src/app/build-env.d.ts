interface ImportMetaEnv {
  /** The version of package.json; put in by the build, absent in tests. */
  readonly APP_VERSION?: string;
}
