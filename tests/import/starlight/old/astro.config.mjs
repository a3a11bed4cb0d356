export default defineConfig({ site: 'https://example.org', integrations: [starlight({ title: '指南' })] });
