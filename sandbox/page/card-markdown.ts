const ENTITIES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The little Markdown that Teams shows in a card's text, as HTML; everything else stays as typed. */
export function cardMarkdown(source: string): string {
  const lines = source.replaceAll('\r', '').split('\n');
  const html: string[] = [];
  let list = false;
  for (const line of lines) {
    const item = /^[-*] (.*)$/.exec(line)?.[1];
    if (item === undefined && list) html.push('</ul>');
    if (item !== undefined && !list) html.push('<ul>');
    list = item !== undefined;
    html.push(item === undefined ? `${inline(line)}<br>` : `<li>${inline(item)}</li>`);
  }
  if (list) html.push('</ul>');
  return html.join('').replace(/<br>$/, '');
}

function inline(line: string): string {
  // An escaped sign is set aside first, so that none of the rules below takes it for markup.
  const kept: string[] = [];
  const safe = line
    .replace(/\\([\\`*_{}[\]()#+\-.!>~|])/g, (_, sign: string) => {
      kept.push(escaped(sign));
      return `\u0000${kept.length - 1}\u0000`;
    })
    .replace(/[&<>"']/g, (sign) => escaped(sign))
    .replace(
      /\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g,
      '<a href="$2" target="_blank" rel="noopener noreferrer">$1</a>',
    )
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])_([^_]+)_(?=$|[\s).,!?;:])/g, '$1<em>$2</em>')
    .replace(/(^|[\s(])\*([^*]+)\*(?=$|[\s).,!?;:])/g, '$1<em>$2</em>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark set above, which no text holds
  return safe.replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)] ?? '');
}

function escaped(sign: string): string {
  return ENTITIES[sign] ?? sign;
}
