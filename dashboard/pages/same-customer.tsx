import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useFindCustomers } from '../api/find';
import { LinkTwoDocument, UnlinkTwoDocument } from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { textOf } from '../ui/form-dialog';
import { PickField } from '../ui/picker';
import { PressButton } from '../ui/press-button';

/** Two entries of one company become one, and may be parted again. */
export const SameCustomer = (props: { id: string; name: string; onDone: () => void }) => {
  const { id, name, onDone } = props;
  const [, go] = useLocation();
  const asked = useRef<string | null>(null);
  const [duplicate, setDuplicate] = useState<string | null>(null);
  const find = useFindCustomers();
  return (
    <>
      <ChangeDialog
        document={LinkTwoDocument}
        trigger="Same as another"
        title={`Who else is ${name}?`}
        lead="Their channels, people and tickets come here. It can be taken back."
        submit="They are the same"
        inputOf={(form) => {
          const duplicateId = textOf(form, 'duplicate');
          if (duplicateId === '') return null;
          asked.current = duplicateId;
          return { duplicateId, intoId: id };
        }}
        onDone={() => {
          setDuplicate(asked.current);
          onDone();
        }}
      >
        <PickField
          name="duplicate"
          label="The one that gives way"
          none="Type its name"
          find={find}
          required
        />
      </ChangeDialog>
      {duplicate !== null && (
        <PressButton
          document={UnlinkTwoDocument}
          input={{ duplicateId: duplicate }}
          onDone={() => {
            setDuplicate(null);
            go(`/customers/${duplicate}`);
          }}
        >
          Part them again
        </PressButton>
      )}
    </>
  );
};
