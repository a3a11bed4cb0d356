export default { title: '手册', lang: 'zh-CN', base: '/book/', cleanUrls: false }
