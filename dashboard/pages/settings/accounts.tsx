import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useFindCustomers, useFindMembers, useNamed } from '../../api/find';
import {
  ChatAccountDocument,
  type ChatAccountQuery,
  ForgetChatIdentityDocument,
  type Platform,
  SetChatIdentityDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Loading } from '../../ui/loading';
import { Panel } from '../../ui/panel';
import { PickField } from '../../ui/picker';
import { PressButton } from '../../ui/press-button';
import { Failed } from '../../ui/states';

interface Account {
  readonly platform: Platform;
  readonly home: string;
  readonly userId: string;
}

const StandsFor = ({ known }: { known: ChatAccountQuery['chatIdentity'] }) => {
  const customerId = known?.customerId ?? '';
  const customer = useNamed(customerId);
  if (known === null) return <p>Nobody the desk has met.</p>;
  if (known.ignored) return <p>Nobody: what they write is ignored.</p>;
  if (known.member !== null)
    return (
      <p>
        <strong>{known.member.name}</strong>, one of us.
      </p>
    );
  return (
    <p>
      A person of <Link href={`/customers/${customerId}`}>{customer?.label ?? '…'}</Link>.
    </p>
  );
};

const IdentityForm = ({ account, onDone }: { account: Account; onDone: () => void }) => {
  const findMembers = useFindMembers();
  const findCustomers = useFindCustomers();
  const [as, setAs] = useState('member');
  const id = useId();
  return (
    <ChangeDialog
      document={SetChatIdentityDocument}
      trigger="Say who it is"
      title="Whom this account stands for"
      lead="It counts from their next message on, whatever the directory says."
      submit="Save"
      inputOf={(form) => {
        const memberId = textOf(form, 'member');
        const customerId = textOf(form, 'customer');
        if (as === 'nobody') return { ...account, as: { ignored: true } };
        if (as === 'member') return memberId === '' ? null : { ...account, as: { memberId } };
        return customerId === '' ? null : { ...account, as: { customerId } };
      }}
      onDone={onDone}
    >
      <div className="field">
        <label htmlFor={id}>They are</label>
        <select id={id} value={as} onChange={({ target }) => setAs(target.value)}>
          <option value="member">One of us</option>
          <option value="customer">A person of a customer</option>
          <option value="nobody">Nobody: ignore what they write</option>
        </select>
      </div>
      {as === 'member' && (
        <PickField name="member" label="Who" none="Type a name" find={findMembers} required />
      )}
      {as === 'customer' && (
        <PickField name="customer" label="Whose" none="Type a name" find={findCustomers} required />
      )}
    </ChangeDialog>
  );
};

const Found = ({ account }: { account: Account }) => {
  const [{ data, error }, ask] = useQuery({
    query: ChatAccountDocument,
    variables: { ...account },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  if (error !== undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading rows={2} />;
  return (
    <div className="found-account" role="status">
      <StandsFor known={data.chatIdentity} />
      <div className="box-tools">
        <IdentityForm account={account} onDone={again} />
        {data.chatIdentity !== null && (
          <PressButton document={ForgetChatIdentityDocument} input={account} onDone={again}>
            Leave it to the directory again
          </PressButton>
        )}
      </div>
    </div>
  );
};

/** Whom a chat account stands for, where the directory does not say it or says it wrong. */
export const AccountSettings = () => {
  const [account, setAccount] = useState<Account | null>(null);
  return (
    <Panel title="Chat accounts">
      <p className="lead">
        Who is a customer and who is one of us follows from the workspace an account is at home in.
        Where that is wrong, say it here: for a consultant, a shared account, another vendor’s bot.
      </p>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          setAccount({
            platform: textOf(form, 'platform') === 'TEAMS' ? 'TEAMS' : 'SLACK',
            home: textOf(form, 'home'),
            userId: textOf(form, 'userId'),
          });
        }}
      >
        <ChoiceField
          name="platform"
          label="Where they write"
          choices={[
            { value: 'SLACK', label: 'Slack' },
            { value: 'TEAMS', label: 'Teams' },
          ]}
        />
        <TextField
          name="home"
          label="Home workspace or tenant"
          required
          help="Such as T0NORTHWIND, or the id of an Entra tenant."
        />
        <TextField
          name="userId"
          label="Their id there"
          required
          help="Such as U0HANK, or an Entra object id."
        />
        <button type="submit" className="button">
          Look
        </button>
      </form>
      {account !== null && <Found key={JSON.stringify(account)} account={account} />}
    </Panel>
  );
};
