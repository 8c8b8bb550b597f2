import { useState } from 'react';

/** A person's picture, or their initials when there is none. */
export function Avatar({ name, url }: { name: string; url: string | null }) {
  const [broken, setBroken] = useState<string | null>(null);
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  if (url && url !== broken) {
    return <img className="avatar" src={url} alt="" onError={() => setBroken(url)} />;
  }
  const initials = name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('');
  return (
    <span className="avatar initials" aria-hidden style={{ background: `hsl(${hue} 42% 46%)` }}>
      {initials}
    </span>
  );
}
