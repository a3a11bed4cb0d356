module.exports = { title: '问答', url: 'https://example.org', baseUrl: '/', i18n: { defaultLocale: 'zh-Hans' } };
