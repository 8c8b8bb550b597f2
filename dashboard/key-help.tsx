import { Dialog } from '@base-ui/react/dialog';
import { Keyboard } from 'lucide-react';

const KEYS = [
  {
    title: 'Anywhere',
    keys: [
      [['?'], 'shows this'],
      [['g', 'o'], 'overview'],
      [['g', 't'], 'tickets'],
      [['g', 'c'], 'customers'],
      [['g', 'p'], 'people'],
      [['g', 's'], 'settings'],
    ],
  },
  {
    title: 'In the list',
    keys: [
      [['j'], 'next ticket'],
      [['k'], 'previous ticket'],
      [['Enter'], 'opens it'],
      [['x'], 'picks it, for several at once'],
      [['/'], 'searches'],
      [['f'], 'more filters'],
      [['w'], 'a new ticket'],
    ],
  },
  {
    title: 'On a ticket',
    keys: [
      [['c'], 'claim'],
      [['a'], 'assign'],
      [['r'], 'reply'],
      [['n'], 'note'],
      [['e'], 'escalate'],
      [['p'], 'priority'],
      [['z'], 'snooze or wake'],
      [['t'], 'third party'],
      [['s'], 'solve or reopen'],
      [['u'], 'back to the list'],
    ],
  },
] as const;

/** Every key, behind `?`. */
export const KeyHelp = () => (
  <Dialog.Root>
    <Dialog.Trigger
      className="icon-button key-help-button"
      aria-keyshortcuts="?"
      aria-label="Keys"
      title="Keys (?)"
    >
      <Keyboard size={16} aria-hidden="true" />
    </Dialog.Trigger>
    <Dialog.Portal>
      <Dialog.Backdrop className="backdrop" />
      <Dialog.Popup className="dialog key-help">
        <Dialog.Title className="dialog-title">Keys</Dialog.Title>
        <div className="key-groups">
          {KEYS.map(({ title, keys }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([pressed, words]) => (
                  <div key={words}>
                    <dt>
                      {pressed.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="dialog-foot">
          <Dialog.Close className="button">Close</Dialog.Close>
        </div>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);
