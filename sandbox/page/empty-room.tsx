import { useRoom } from './room';

const AS_CUSTOMER = [
  'Our nightly export has failed since this morning, with error 504. Can you look?',
  'How do we add a second admin to our account?',
];

/** Words to begin a room with; a click puts them into the field. */
const openersFor = (isVendor: boolean, isTeams: boolean, room: string) => {
  if (!isVendor) return { about: 'Say something, as a customer would:', openers: AS_CUSTOMER };
  if (!room.includes('triage')) return null;
  // The desk has one triage room; Slack's is there first.
  return isTeams
    ? {
        about: 'Cards of requests appear in #support-triage in Slack. Grace can have them here:',
        openers: ['@Threadkeeper triage'],
      }
    : { about: 'Requests of customers appear here as cards.', openers: [] };
};

/** What to do in a room in which nothing has been said yet. */
export function EmptyRoom({ onOpener }: { readonly onOpener: (words: string) => void }) {
  const { workspace, channel, vendorSide } = useRoom();
  const begin = openersFor(vendorSide, workspace.platform === 'teams', channel.name);
  return (
    <div className="empty">
      <p>Nothing has been said here yet.</p>
      {begin && <p className="quiet">{begin.about}</p>}
      {begin?.openers.map((opener) => (
        <button key={opener} type="button" className="opener" onClick={() => onOpener(opener)}>
          {opener}
        </button>
      ))}
    </div>
  );
}
