import type { RefusalFragment } from '../generated/graphql';

/** What somebody typed that says nothing. */
export const notUnderstood = (line: string): RefusalFragment => ({
  code: 'NOT_UNDERSTOOD',
  message: `“${line}” is not understood.`,
  hint: null,
  path: [],
});

/** What the desk said to a change it did not make. */
export const Refusals = ({ of }: { of: readonly RefusalFragment[] }) =>
  of.length === 0 ? null : (
    <div className="notice bad" role="alert">
      <ul>
        {of.map((one) => (
          <li key={`${one.code} ${one.path.join('.')}`}>
            <strong>{one.message}</strong> {one.hint} <code>{one.code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
