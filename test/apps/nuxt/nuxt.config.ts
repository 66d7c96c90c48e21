export default defineNuxtConfig({
  compatibilityDate: '2025-10-01',
  telemetry: false,
  vue: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('dx-') } },
  runtimeConfig: { public: { liveUrl: '' } },
});
