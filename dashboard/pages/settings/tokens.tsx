import { useState } from 'react';
import { useMembers } from '../../api/members';
import { useLive } from '../../api/use-live';
import {
  CreateTokenDocument,
  RevokeTokenDocument,
  type TokenScope,
  TokensDocument,
  type TokensQuery,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, ManyField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { SecretNotice } from '../../ui/secret-notice';
import { Answer, Empty } from '../../ui/states';
import { Ago } from '../../ui/time';
import { instantWords, inWords } from '../../ui/words';
import { ROLES } from './member-forms';

type Token = TokensQuery['tokens']['nodes'][number];

const SCOPES: readonly { readonly value: TokenScope; readonly label: string }[] = [
  { value: 'READ', label: 'Read' },
  { value: 'WORK', label: 'Work on tickets' },
  { value: 'CONFIGURE', label: 'Set up' },
  { value: 'ADMINISTER', label: 'Administer' },
];

const MakeToken = ({ onMade }: { onMade: (bearer: string | null) => void }) => {
  const members = useMembers().filter((one) => one.active);
  return (
    <ChangeDialog
      document={CreateTokenDocument}
      trigger="Make a token"
      title="Make a token"
      submit="Make"
      inputOf={(form) => {
        const scopes = SCOPES.map(({ value }) => value).filter((one) =>
          form.getAll('scopes').includes(one),
        );
        return {
          name: textOf(form, 'name'),
          role: ROLES.find((one) => one === textOf(form, 'role')) ?? 'AGENT',
          memberId: textOf(form, 'member') || null,
          expiresInDays: Number(textOf(form, 'days')),
          ...(scopes.length === 0 ? {} : { scopes }),
        };
      }}
      onDone={({ outcome }) => onMade(outcome.bearer)}
    >
      <TextField name="name" label="What it is for" required maxLength={80} />
      <ChoiceField
        name="role"
        label="What it may do"
        initial="AGENT"
        choices={ROLES.map((one) => ({ value: one, label: inWords(one) }))}
      />
      <ChoiceField
        name="member"
        label="For whom it speaks"
        choices={[
          { value: '', label: 'Nobody in particular' },
          ...members.map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
      <TextField name="days" label="Days it lives" type="number" min="1" initial="90" required />
      <ManyField
        name="scopes"
        label="Only to (none: all its role may)"
        choices={SCOPES}
        initial={[]}
      />
    </ChangeDialog>
  );
};

const RevokeToken = ({ token, onDone }: { token: Token; onDone: () => void }) => (
  <ChangeDialog
    document={RevokeTokenDocument}
    trigger="Revoke"
    triggerClass="button small"
    title={`Revoke “${token.name}”?`}
    lead="Whoever uses it is signed out. This cannot be taken back."
    submit="Revoke"
    danger
    inputOf={() => ({ tokenId: token.id })}
    onDone={onDone}
  />
);

const standing = ({ revokedAt, expiresAt }: Token): string => {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'never ends';
  const words = instantWords(expiresAt);
  return new Date(expiresAt) < new Date() ? `ended ${words}` : `until ${words}`;
};

export const TokenSettings = () => {
  const live = useLive(TokensDocument, {}, 'tokens');
  const members = useMembers();
  const [bearer, setBearer] = useState<string | null>(null);
  const made = (given: string | null): void => {
    setBearer(given);
    live.again();
  };
  return (
    <Panel title="API tokens" aside={<MakeToken onMade={made} />}>
      <SecretNotice secret={bearer} onDone={() => setBearer(null)} />
      <Answer live={live}>
        {({ tokens: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No token yet" />
          ) : (
            <table className="plain-table" aria-label="API tokens">
              <thead>
                <tr>
                  <th scope="col">Token</th>
                  <th scope="col">Role</th>
                  <th scope="col">Speaks for</th>
                  <th scope="col">Last used</th>
                  <th scope="col">
                    <span className="unseen">Revoke</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {nodes.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <strong>{one.name}</strong>
                      <span className="row-sub">{standing(one)}</span>
                    </td>
                    <td>
                      {inWords(one.role)}
                      {one.scopes.length < SCOPES.length && (
                        <span className="row-sub">
                          only {one.scopes.map((scope) => inWords(scope).toLowerCase()).join(', ')}
                        </span>
                      )}
                    </td>
                    <td>
                      {members.find(({ id }) => id === one.memberId)?.name ?? (
                        <span className="faint">nobody</span>
                      )}
                    </td>
                    <td className="faint">
                      {one.lastUsedAt === null ? 'never' : <Ago at={one.lastUsedAt} />}
                    </td>
                    <td className="number">
                      {one.revokedAt === null && <RevokeToken token={one} onDone={live.again} />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Panel>
  );
};
