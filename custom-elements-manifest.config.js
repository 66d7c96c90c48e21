export default {
  globs: ['src/elements/*.ts', 'src/controllers/connection-settings-mixin.ts'],
  exclude: ['src/elements/*.styles.ts', 'src/elements/*.options.ts', 'src/elements/*.events.ts'],
  outdir: 'dist',
  litelement: true,
};
