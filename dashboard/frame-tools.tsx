import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useId, useState } from 'react';
import { useTeam } from './api/members';
import { useSignedIn } from './api/session';
import { useMay } from './api/viewer';
import { KeyHelp } from './key-help';
import { ownZone } from './pages/measure-window';
import { applyTheme, readTheme, THEMES } from './theme';
import { Avatar } from './ui/badge';
import { inWords } from './ui/words';

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const WORDS = { system: 'As the system', light: 'Light', dark: 'Dark' };

const ThemeButton = () => {
  const [theme, setTheme] = useState(readTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className="icon-button"
      title={`Colours: ${WORDS[theme]}. Press for: ${WORDS[next]}`}
      aria-label={`Colours: ${WORDS[theme]}`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
};

/** In whose name a token of nobody works. */
const ActAs = () => {
  const id = useId();
  const { memberId, actAs } = useSignedIn();
  const team = useTeam();
  return (
    <div className="act-as">
      <label htmlFor={id}>Speaking as</label>
      <select
        id={id}
        value={memberId ?? ''}
        onChange={(event) => actAs(event.target.value || null)}
      >
        <option value="">Nobody yet</option>
        {team.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
};

/** Who speaks, how it looks, and the way out. */
export const FrameTools = () => {
  const { signOut } = useSignedIn();
  const may = useMay();
  return (
    <div className="frame-tools">
      {may.memberId === null ? (
        may.isStaff && may.work && <ActAs />
      ) : (
        <p className="who-am-i">
          <Avatar name={may.name} />
          <span>
            {may.name}
            <span className="faint">{inWords(may.role)}</span>
          </span>
        </p>
      )}
      <p className="own-zone">Times in {ownZone().replaceAll('_', ' ')}</p>
      <div className="tool-row">
        <ThemeButton />
        <KeyHelp />
        <button type="button" className="icon-button wide" onClick={signOut}>
          <LogOut size={16} aria-hidden="true" />
          <span>Sign out</span>
        </button>
      </div>
    </div>
  );
};
