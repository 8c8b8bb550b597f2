import { useEffect, useState } from 'react';
import { send } from './api';
import { Avatar } from './avatar';
import { CardDialog } from './card-dialog';
import { ChannelList, HOME } from './channel-list';
import { ChannelView } from './channel-view';
import { HomeTab } from './home-tab';
import { Modal } from './modal';
import { PlatformSwitch } from './platform-switch';
import { RoomProvider } from './room';
import { channelsOf, peopleOf, seenBy } from './sight';
import { type Surface, SurfaceProvider } from './surface';
import type { Act, ActResult, Person, Platform, Press, Where, Workspace } from './types';
import { useRemembered } from './use-remembered';
import { useUnread } from './use-unread';
import { inWords } from './words';

type Props = {
  readonly kind: 'customer' | 'vendor';
  readonly workspace: Workspace;
  readonly onNews: (words: string) => void;
  readonly onDone: () => void;
  /** Null while there is only one chat program to choose from. */
  readonly onPlatform: ((platform: Platform) => void) | null;
};

/** One half of the page: a chat client in the hands of one person. */
export function Side({ kind, workspace, onNews, onDone, onPlatform }: Props) {
  const { platform } = workspace;
  const memory = platform === 'slack' ? kind : `${kind}.${platform}`;
  const vendorSide = kind === 'vendor';
  const people = peopleOf(workspace, vendorSide);
  const [who, setWho] = useRemembered(`${memory}.who`, '');
  const [place, setPlace] = useRemembered(`${memory}.place`, vendorSide ? 'C0TRIAGE' : '');
  const [wanted, setWanted] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const [note, setNote] = useState('');
  const me = people.find(({ id }) => id === who) ?? people[0];
  const channels = me ? channelsOf(me, workspace, vendorSide) : [];
  const withHome = vendorSide && platform === 'slack';
  const atHome = withHome && place === HOME;
  const channel =
    channels.find(({ id }) => id === place) ??
    channels.find(({ name }) => vendorSide && name.includes('triage')) ??
    channels[0];
  const shown = atHome ? HOME : (channel?.id ?? '');
  const unread = useUnread({ workspace, me: me ?? null, channels, shown, onNews });
  const modal = workspace.views[me?.id ?? '']?.at(-1);
  const myId = me?.id;

  useEffect(() => {
    if (atHome && myId) void send(platform, { kind: 'openHome', user: myId }).then(onDone);
  }, [atHome, myId, onDone, platform]);

  const act = async (what: Act): Promise<ActResult> => {
    const result = await send(platform, what);
    setProblem(result.ok ? '' : inWords(result.error));
    setNote(result.ok ? (result.note ?? '') : '');
    onDone();
    return result;
  };
  const go = (id: string) => {
    setPlace(id);
    setWanted(null);
    setProblem('');
    setNote('');
  };
  const surface = (where: (press: Press) => Where | null): Surface => ({
    people: workspace.people,
    channels,
    press: async (press) => {
      const target = where(press);
      if (!target || !myId) return { ok: false, error: 'Nothing to press here.' };
      return act({ kind: 'press', user: myId, ...target, ...press });
    },
    goTo: (channelId, ts) => {
      if (!channels.some(({ id }) => id === channelId)) return false;
      setPlace(channelId);
      setWanted(ts);
      return true;
    },
  });
  const home = myId ? workspace.homes[myId] : null;

  return (
    <section
      className={`side ${kind}`}
      data-platform={platform}
      aria-label={vendorSide ? 'Vendor’s team' : 'Customer'}
    >
      <header className="side-head">
        <h2>{vendorSide ? 'As the vendor’s team' : 'As the customer'}</h2>
        {onPlatform && <PlatformSwitch chosen={platform} side={kind} onChoose={onPlatform} />}
        <Who me={me} people={people} workspace={workspace} onChoose={setWho} />
      </header>
      <SurfaceProvider value={surface(() => null)}>
        <div className="side-stage">
          <div className="side-body" inert={Boolean(modal)}>
            <ChannelList
              channels={channels}
              chosen={shown}
              unread={unread}
              withHome={withHome}
              appName={workspace.people.find(({ bot }) => bot)?.name ?? 'App'}
              onChoose={go}
            />
            {atHome && me && (
              <SurfaceProvider value={surface(() => (home ? { viewId: home.id } : null))}>
                <HomeTab view={home ?? null} problem={problem} />
              </SurfaceProvider>
            )}
            {!atHome && channel && me && (
              <RoomProvider
                value={{ workspace, me, vendorSide, channel, wanted, act, complain: setProblem }}
              >
                <ChannelView
                  key={`${channel.id}${me.id}`}
                  messages={seenBy(workspace.messages[channel.id] ?? [], me)}
                  problem={problem}
                  note={note}
                  onProblemRead={() => {
                    setProblem('');
                    setNote('');
                  }}
                />
              </RoomProvider>
            )}
            {!channel && !atHome && <p className="quiet empty">No channels to see.</p>}
          </div>
          {modal && me && (
            <SurfaceProvider value={surface(() => ({ viewId: modal.id }))}>
              {modal.card ? (
                <CardDialog
                  key={modal.id}
                  view={modal}
                  card={modal.card}
                  userId={me.id}
                  act={act}
                  problem={problem}
                />
              ) : (
                <Modal key={modal.id} view={modal} userId={me.id} act={act} problem={problem} />
              )}
            </SurfaceProvider>
          )}
        </div>
      </SurfaceProvider>
    </section>
  );
}

function Who(props: {
  me: Person | undefined;
  people: readonly Person[];
  workspace: Workspace;
  onChoose: (id: string) => void;
}) {
  const { me, people, workspace } = props;
  const teams = workspace.teams.filter(({ id }) => people.some(({ teamId }) => teamId === id));
  return (
    <label className="who">
      <span className="unseen">Person</span>
      {me && <Avatar name={me.name} url={me.avatar} />}
      <select
        className="select"
        value={me?.id ?? ''}
        onChange={(event) => props.onChoose(event.target.value)}
      >
        {teams.map((team) => (
          <optgroup key={team.id} label={team.name}>
            {people
              .filter(({ teamId }) => teamId === team.id)
              .map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                  {person.title ? `, ${person.title}` : ''}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
