import { cardMarkdown } from './card-markdown';

/** A Teams message's own text: mentions stand out, the rest is the little Markdown Teams shows. */
export function TeamsText({ source }: { source: string }) {
  const parts = source.split(/<at>(.*?)<\/at>/);
  return (
    <div className="teams-text">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
          <strong key={index} className="mention">
            {part}
          </strong>
        ) : (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
            key={index}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: cardMarkdown escapes every sign
            dangerouslySetInnerHTML={{ __html: cardMarkdown(part) }}
          />
        ),
      )}
    </div>
  );
}
