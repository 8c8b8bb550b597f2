import { type ReactNode, useState } from 'react';
import { useFindMembers } from '../../api/find';
import { useMembers } from '../../api/members';
import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import {
  CreateTokenDocument,
  RevokeTokenDocument,
  RotateTokenDocument,
  type TokenKind,
  type TokenScope,
  TokensDocument,
  type TokensQuery,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, ManyField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { PickField } from '../../ui/picker';
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
  const find = useFindMembers();
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
      <PickField name="member" label="For whom it speaks" none="Nobody in particular" find={find} />
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

const HOUR_S = 3_600;

const RotateToken = (props: { token: Token; onMade: (bearer: string | null) => void }) => (
  <ChangeDialog
    document={RotateTokenDocument}
    trigger="New secret"
    triggerClass="button small"
    title={`A new secret for “${props.token.name}”`}
    lead="Its successor has the same name, role, scopes and lifetime. The old secret ends after the overlap."
    submit="Make it"
    inputOf={(form) => ({
      tokenId: props.token.id,
      overlapSeconds: Number(textOf(form, 'hours')) * HOUR_S,
    })}
    onDone={({ outcome }) => props.onMade(outcome.bearer)}
  >
    <TextField
      name="hours"
      label="Both work for, hours"
      type="number"
      min="0"
      initial="1"
      required
    />
  </ChangeDialog>
);

const standing = ({ revokedAt, expiresAt }: Token): string => {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'never ends';
  const words = instantWords(expiresAt);
  return new Date(expiresAt) < new Date() ? `ended ${words}` : `until ${words}`;
};

const TokenTable = (props: {
  kind: TokenKind;
  title: string;
  none: string;
  aside?: ReactNode;
  /** Changes when a token was made elsewhere. */
  since: number;
  onMade?: (bearer: string | null) => void;
}) => {
  const { kind, onMade } = props;
  const pages = usePages();
  const { after } = pages;
  const live = useLive(TokensDocument, { kind, after }, `tokens-${kind}-${after}-${props.since}`);
  const members = useMembers();
  return (
    <Panel title={props.title} aside={props.aside}>
      <Answer live={live}>
        {({ tokens: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title={props.none} />
          ) : (
            <>
              <table className="plain-table" aria-label={props.title}>
                <thead>
                  <tr>
                    <th scope="col">{kind === 'API' ? 'Token' : 'Signed in'}</th>
                    <th scope="col">Role</th>
                    <th scope="col">Speaks for</th>
                    <th scope="col">Last used</th>
                    <th scope="col">
                      <span className="unseen">Change</span>
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
                      <td data-label="Role">
                        {inWords(one.role)}
                        {one.scopes.length < SCOPES.length && (
                          <span className="row-sub">
                            only{' '}
                            {one.scopes.map((scope) => inWords(scope).toLowerCase()).join(', ')}
                          </span>
                        )}
                      </td>
                      <td data-label="Speaks for">
                        {members.find(({ id }) => id === one.memberId)?.name ?? (
                          <span className="faint">nobody</span>
                        )}
                      </td>
                      <td className="faint" data-label="Last used">
                        {one.lastUsedAt === null ? 'never' : <Ago at={one.lastUsedAt} />}
                      </td>
                      <td className="number">
                        {one.revokedAt === null && (
                          <span className="row-tools">
                            {onMade !== undefined && <RotateToken token={one} onMade={onMade} />}
                            <RevokeToken token={one} onDone={live.again} />
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
};

export const TokenSettings = () => {
  const [bearer, setBearer] = useState<string | null>(null);
  const [since, count] = useState(0);
  const made = (given: string | null): void => {
    setBearer(given);
    count(since + 1);
  };
  return (
    <>
      <SecretNotice secret={bearer} onDone={() => setBearer(null)} />
      <TokenTable
        kind="API"
        title="API tokens"
        none="No token yet"
        since={since}
        aside={<MakeToken onMade={made} />}
        onMade={made}
      />
      <TokenTable
        kind="SESSION"
        title="Signed in with their account"
        none="Nobody is signed in with an account"
        since={0}
      />
    </>
  );
};
