import { SetMemberLoginDocument } from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import type { Member } from './member-forms';

/** By what somebody signs in from now on; what was said before is replaced. */
export const EditLogin = ({ member }: { member: Member }) => (
  <ChangeDialog
    document={SetMemberLoginDocument}
    trigger="Sign-in"
    triggerClass="button small"
    title={`How ${member.name} signs in`}
    lead="With their company’s account: by its address, or by the account itself. What was said before is replaced; with nothing filled in they sign in with no account."
    submit="Save"
    inputOf={(form) => {
      const email = textOf(form, 'email').trim();
      const account = {
        issuer: textOf(form, 'issuer').trim(),
        subject: textOf(form, 'subject').trim(),
      };
      return {
        memberId: member.id,
        email: email === '' ? null : email,
        // Half of one is refused there rather than forgotten here.
        account: `${account.issuer}${account.subject}` === '' ? null : account,
      };
    }}
  >
    <TextField
      name="email"
      label="Address"
      maxLength={320}
      help="Counts if the account service confirms it, until the first account has come with it."
    />
    <TextField
      name="issuer"
      label="Account service"
      maxLength={400}
      help="The value of OIDC_ISSUER; together with the account."
    />
    <TextField
      name="subject"
      label="Account"
      maxLength={400}
      help="What the service calls it. Whoever is refused is shown it; in Entra ID it is the object ID."
    />
  </ChangeDialog>
);
